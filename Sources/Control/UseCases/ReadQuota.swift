package import Accounts
package import Servers

/// Explains what limits a user's servers, where each limit comes from, and what counts in it now.
package struct ReadQuota: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    package struct Report: Hashable, Sendable {
        package let user: UserName
        /// The user's own servers that count.
        package let servers: [QuotaCharge]
        package let limits: [Line]
    }

    /// One limit and how full it is.
    package struct Line: Hashable, Sendable {
        package let limit: QuotaLimit
        /// In the limit's measure.
        package let used: Int64
        /// How many servers that is.
        package let servers: Int
    }

    /// Throws `Refusal` 404 for a user who is not there or not visible.
    package func callAsFunction(_ name: UserName, by principal: Principal) async throws -> Report {
        guard principal.sees(name), let user = try await control.accounts.user(name) else { throw Refusal.notVisible }
        let terms = try await QuotaTerms(of: user, control)
        // What others hold counts in a group's quota alone.
        let counted = try await terms.countsOthers ? control.servers.unfinished() : control.servers.servers(of: name)
        let charges = counted.compactMap { QuotaCharge($0) }
        return Report(
            user: name, servers: charges.filter { $0.server.owner == name },
            limits: terms.limits.map { limit in
                let counted = limit.counted(charges, for: name)
                let used = counted.reduce(0) { $0 + $1.amount(of: limit.measure) }
                return Line(limit: limit, used: used, servers: counted.count)
            })
    }
}
