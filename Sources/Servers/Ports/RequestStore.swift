/// The port to where requests for more are kept. Each method is one transaction; what it wrote is durable when it returns.
///
/// A server that is renamed takes its open requests along; an account that is gone has none.
package protocol RequestStore: Sendable {
    /// Keeps a new request of `owner`: `make` is given its id and how many of the owner's are pending in this transaction.
    /// What it throws is rethrown and nothing is written.
    func addRequest(
        of owner: UserName, _ make: @escaping @Sendable (RequestID, _ pending: Int) throws -> RequestChange
    ) async throws -> ResourceRequest

    func request(_ id: RequestID) async throws -> ResourceRequest?

    /// All requests for servers of `owner`, or of everyone when nil, the newest first.
    func requests(of owner: UserName?) async throws -> [ResourceRequest]

    /// Those that are open (`ResourceRequest.isOpen`), the oldest first.
    func openRequests(of owner: UserName?) async throws -> [ResourceRequest]

    /// Changes one: `change` sees it as it is in this transaction; nil leaves it so. What it throws is rethrown and nothing is
    /// written. Answers it as it is then, nil when there is none.
    func changeRequest(
        _ id: RequestID, _ change: @escaping @Sendable (ResourceRequest) throws -> RequestChange?
    ) async throws -> ResourceRequest?
}

/// What a change of a request writes.
package struct RequestChange: Sendable {
    package let request: ResourceRequest
    package let audit: [AuditEntry]

    package init(_ request: ResourceRequest, audit: [AuditEntry] = []) {
        self.request = request
        self.audit = audit
    }
}
