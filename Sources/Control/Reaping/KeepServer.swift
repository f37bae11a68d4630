package import Accounts
package import Servers

/// Holds the stop of an idle server off for a while, as somebody asks who may use it.
package struct KeepServer: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// For how long.
    package enum Length: Hashable, Sendable {
        /// As policies usually let: 4 hours, or less where less is the most.
        case usual
        case lasting(Duration)
        case until(Timestamp)

        /// What the API calls it.
        fileprivate var field: String {
            switch self {
            case .usual, .lasting: "for"
            case .until: "until"
            }
        }
    }

    package struct Outcome: Hashable, Sendable {
        package let tracked: TrackedServer
        /// Later than what was asked for where somebody asked for more before.
        package let until: Timestamp
        /// From now.
        package let length: Duration
        /// What follows for the server.
        package let verdict: ServerVerdict?
    }

    /// A keep that lasts longer already stays as it is.
    ///
    /// Throws `Refusal`: 403/404 without the scope `servers`, 404 when there is no such server, 409 for one that does not run,
    /// 400 `keep_limit` for longer than policies let, and for what is over already.
    package func callAsFunction(
        _ key: ServerKey, for length: Length, by principal: Principal
    ) async throws -> Outcome {
        try principal.require(.servers, on: key)
        let terms = control.idleTerms(by: try await control.accounts.policies(of: [key.owner]))
        let control = control
        let outcome = try await control.servers.change(key) { existing in
            guard let existing else { throw Refusal.notVisible }
            guard existing.activity == .ready || existing.activity == .starting else {
                throw Refusal(.conflict, code: "not_running", "\(key) does not run: there is nothing to keep")
            }
            let now = control.time.now()
            let until = try Self.until(length, terms.policy(of: existing.server), at: now)
            let audit = control.audit(
                principal, "server.keep", target: key.description, parameters: ["until": "\(until)"])
            return Self.kept(existing, until, for: until - now, audit)
        }
        // Best effort: the timer takes it away, too.
        try? await control.workspaces.withdraw(.idle, from: outcome.server.id)
        let now = control.time.now()
        let until = outcome.idle.keptUntil ?? now
        return Outcome(
            tracked: outcome, until: until, length: until - now,
            verdict: control.verdict(on: outcome, by: terms, at: now))
    }

    private static func until(_ length: Length, _ policy: IdlePolicy, at now: Timestamp) throws -> Timestamp {
        let until =
            switch length {
            case .usual: now + policy.usualKeep
            case .lasting(let duration): now + duration
            case .until(let moment): moment
            }
        guard until > now else {
            throw Refusal(
                .badRequest, code: "bad_value", "\(length.field): that is over already; ask for some time ahead")
        }
        guard case .after(let most) = policy.keepLimit, until - now > most else { return until }
        throw Refusal(
            .badRequest, code: "keep_limit",
            "\(length.field): \((until - now).roughly) is too long; a server may be kept for at most \(most.words) at once. "
                + "Ask for at most that, and again before it is over")
    }

    private static func kept(
        _ existing: TrackedServer, _ until: Timestamp, for length: Duration, _ audit: AuditEntry
    ) -> ServerChange<TrackedServer> {
        var next = existing
        next.idle.keptUntil = max(until, existing.idle.keptUntil ?? until)
        // Before it is over its people are told anew.
        next.idle.warnedAt = nil
        return ServerChange(
            server: nil, events: [NewEvent(.kept, "To be kept for \(length.roughly), asked for by \(audit.principal)")],
            audit: audit, idle: next.idle, outcome: next)
    }
}
