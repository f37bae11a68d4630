package import Accounts
package import Servers

/// Reads the audit log.
package struct ReadAudit: Sendable {
    private let control: ControlContext

    /// The most entries in one answer.
    package static let most = 1000

    init(_ control: ControlContext) { self.control = control }

    /// The moment that what is asked for counts from.
    package var now: Timestamp { control.time.now() }

    /// The entries that `query` wants, the newest first. Throws `Refusal` 403 without `admin:users` and `admin:servers`, for it
    /// tells of both.
    package func callAsFunction(_ query: AuditQuery, by principal: Principal) async throws -> [AuditLine] {
        try principal.require(.adminUsers)
        try principal.require(.adminServers)
        var query = query
        query.limit = min(query.limit, Self.most)
        return try await control.auditLog.audit(query)
    }
}
