package import Accounts
package import Servers

/// Tells what was reserved and used, what of it for nothing, and how well profiles' defaults fit.
package struct ReadUsage: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// The moment that what is asked for counts from.
    package var now: Timestamp { control.time.now() }

    /// A server with what it did not use, and whether something goes on in it.
    package struct Idle: Sendable {
        package let sum: UsageSum
        /// How long nothing has gone on in it; nil for one that does not run.
        package let idle: Duration?
    }

    /// Sums of everyone's use for who may read all users, else of the asker's own; with an owner, of that one's.
    /// Throws `Refusal`: 404 for an owner that the asker may not see, 403 without any scope to read users.
    package func callAsFunction(_ query: UsageQuery, by principal: Principal) async throws -> UsageReport {
        let owner = try owner(query.owner, for: principal)
        return try await control.ledger.usage(
            UsageQuery(by: query.by, since: query.since, until: query.until, owner: owner))
    }

    /// Servers by the memory that was kept for them and not used, the most first. Throws as above.
    package func idle(
        since: Timestamp?, until: Timestamp?, owner: UserName?, by principal: Principal
    ) async throws -> [Idle] {
        let owner = try self.owner(owner, for: principal)
        let report = try await control.ledger.usage(
            UsageQuery(by: .server, since: since, until: until, owner: owner))
        let now = control.time.now()
        let running = try await control.servers.unfinished().filter { $0.phase == .started }.map { tracked in
            (tracked.server.key.description, max(now - (control.withActivity(tracked).lastActivity ?? now), .zero))
        }
        let idle = Dictionary(running) { first, _ in first }
        return report.rows.sorted { ($0.unusedMemory, $1.key) > ($1.unusedMemory, $0.key) }
            .map { Idle(sum: $0, idle: idle[$0.key]) }
    }

    /// How well profiles' defaults fitted the sessions that ended in that time. Throws as above.
    package func fits(
        since: Timestamp?, until: Timestamp?, owner: UserName?, by principal: Principal
    ) async throws -> [ProfileFit] {
        try await control.ledger.fits(since: since, until: until, owner: try self.owner(owner, for: principal))
    }

    /// Whose use is meant; nil: everyone's.
    private func owner(_ wanted: UserName?, for principal: Principal) throws -> UserName? {
        if let wanted {
            guard principal.sees(wanted) else { throw Refusal.notVisible }
            return wanted
        }
        if principal.permissions.allows(.readUsers) || principal.permissions.allows(.users) { return nil }
        guard principal.sees(principal.user.name) else { throw Refusal.missingScope(Scope.Name.readUsers.rawValue) }
        return principal.user.name
    }
}
