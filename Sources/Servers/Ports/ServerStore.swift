/// The port to where servers are kept. Each method is one transaction; what it wrote is durable when it returns.
///
/// A server that is wanted removed has no key any more as soon as nothing is left of it (`TrackedServer.isGone`): it is in
/// no list, and its name may be another's; only its id still finds it and its history.
package protocol ServerStore: Sendable {
    /// The server of this key, if there ever was one.
    func server(_ key: ServerKey) async throws -> TrackedServer?

    func server(_ id: ServerID) async throws -> TrackedServer?

    /// All servers of `owner`, or of everyone when nil, by owner and name.
    func servers(of owner: UserName?) async throws -> [TrackedServer]

    /// Those of these ids that have a key, in that order.
    func servers(_ ids: [ServerID]) async throws -> [TrackedServer]

    /// All servers of `owner`, or of everyone when nil, as lines of a list, by owner and name: with `spec` and `status`
    /// where `parts` has them, and nothing else but names.
    func fleet(of owner: UserName?, with parts: Set<FleetPart>) async throws -> [FleetEntry]

    /// The same of the servers that `unfinished` has, but for those without a key.
    func unfinishedFleet(with parts: Set<FleetPart>) async throws -> [FleetEntry]

    /// The servers that the reconciler must look at: latest status not `finished`, or none for the latest generation.
    func unfinished() async throws -> [TrackedServer]

    /// Changes what is wanted of one server: `change` sees it as it is (nil when new) and returns what to write, inside
    /// the same transaction. What it throws is rethrown and nothing is written. Writing a server that is there under
    /// another key renames it; throws `ServerNameTaken` when that key has a server. A resize that is written is one of a
    /// later revision than all before, or the newest as it is.
    func change<Outcome: Sendable>(
        _ key: ServerKey, _ change: @escaping @Sendable (TrackedServer?) throws -> ServerChange<Outcome>
    ) async throws -> Outcome

    /// The same for what servers compete for: `change` sees all unfinished servers, too, as they are in this transaction.
    func change<Outcome: Sendable>(
        _ key: ServerKey,
        _ change: @escaping @Sendable (TrackedServer?, _ unfinished: [TrackedServer]) throws -> ServerChange<Outcome>
    ) async throws -> Outcome

    /// Records what the reconciler reached, with its events. A status of an older generation than the stored one, or an
    /// earlier phase of the same generation, is not written; answers whether it was.
    @discardableResult
    func record(_ status: ServerStatus, _ events: [NewEvent], at now: Timestamp) async throws -> Bool

    /// Notes what became of a server's resize, and what follows for the server (`Server.settled`). Nothing is written when
    /// that resize is not the server's newest any more, is settled already, or is of an earlier generation; answers whether
    /// it was.
    @discardableResult
    func settleResize(
        _ server: ServerID, revision: Int, _ outcome: Resize.Outcome, _ events: [NewEvent], at now: Timestamp
    ) async throws -> Bool

    /// The same for what servers compete for: `decide` sees the server and all unfinished ones as they are in this transaction,
    /// and returns what to write. Nil when there is no such server.
    func record<Outcome: Sendable>(
        _ server: ServerID, at now: Timestamp,
        _ decide: @escaping @Sendable (TrackedServer, _ unfinished: [TrackedServer]) throws -> StatusChange<Outcome>
    ) async throws -> Outcome?

    /// Notes when somebody did something with a server, if later than what is known. Nothing when there is no such server.
    func noteUse(of key: ServerKey, at moment: Timestamp) async throws

    /// Changes what is remembered of a server's processes that were killed for memory: `note` sees the server as it is and
    /// returns what to write with the event that tells of it, at the time of the record's last, inside the same
    /// transaction; nil leaves all as it is. Answers whether something was written.
    @discardableResult
    func noteMemory(
        of server: ServerID, _ note: @escaping @Sendable (TrackedServer) -> MemoryNote?
    ) async throws -> Bool

    /// A server's history, oldest first, at most `limit` after event `after` (0: from the start).
    func events(of server: ServerID, after: Int64, limit: Int) async throws -> [ServerEvent]

    /// The latest `limit` events of a server's history, oldest first.
    func latestEvents(of server: ServerID, limit: Int) async throws -> [ServerEvent]
}

/// Another server has the name already.
package struct ServerNameTaken: Error, Hashable, Sendable {
    package let key: ServerKey

    package init(_ key: ServerKey) { self.key = key }
}

/// What a change of intent writes.
package struct ServerChange<Outcome: Sendable>: Sendable {
    /// The server to write; nil leaves it as it is.
    package let server: Server?
    package let events: [NewEvent]
    package let audit: AuditEntry?
    /// What is to be remembered of its being idle; nil leaves that as it is.
    package let idle: IdleRecord?
    package let outcome: Outcome

    package init(
        server: Server?, events: [NewEvent] = [], audit: AuditEntry? = nil, idle: IdleRecord? = nil, outcome: Outcome
    ) {
        self.server = server
        self.events = events
        self.audit = audit
        self.idle = idle
        self.outcome = outcome
    }
}

/// What the reconciler reached, as decided within a transaction.
package struct StatusChange<Outcome: Sendable>: Sendable {
    /// The status to write; nil leaves it as it is.
    package let status: ServerStatus?
    package let events: [NewEvent]
    package let outcome: Outcome

    package init(_ status: ServerStatus? = nil, events: [NewEvent] = [], outcome: Outcome) {
        self.status = status
        self.events = events
        self.outcome = outcome
    }
}

/// A change that was committed: which server it concerned and the newest event's id, or that some were missed.
package enum StoreChange: Hashable, Sendable {
    case server(ServerID, event: Int64)
    /// The subscriber was too slow; it must read anew.
    case resync
}
