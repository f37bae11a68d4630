package import Accounts
package import Servers

/// Stops a server, or cancels its launch. Needs no profile, no image and no engine: the intent is stored, the rest follows.
package struct StopServer: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    package enum Outcome: Hashable, Sendable {
        case stopping(TrackedServer)
        case alreadyStopped(TrackedServer)
    }

    /// Throws `Refusal`: 404 when there is no such server or it is not visible, 403 without the scope `servers`.
    package func callAsFunction(_ key: ServerKey, by principal: Principal) async throws -> Outcome {
        try principal.require(.servers, on: key)
        let cause: FinishReason = principal.user.name == key.owner ? .stoppedByUser : .stoppedByAdmin
        let audit = control.audit(principal, "server.stop", target: key.description)
        let outcome = try await control.servers.change(key) { existing in
            try Self.change(existing, cause, audit)
        }
        if case .stopping(let tracked) = outcome { control.wake(tracked.server.id) }
        return outcome
    }

    private static func change(
        _ existing: TrackedServer?, _ cause: FinishReason, _ audit: AuditEntry
    ) throws -> ServerChange<Outcome> {
        guard let existing else { throw Refusal.notVisible }
        switch existing.activity {
        case .stopped:
            return ServerChange(server: nil, outcome: .alreadyStopped(existing))
        case .stopping:
            return ServerChange(server: nil, outcome: .stopping(existing))
        case .starting, .ready:
            var next = existing.server
            next.desired = .stopped(cause)
            return ServerChange(
                server: next, events: [NewEvent(.stopRequested, "Stop asked for by \(audit.principal)")], audit: audit,
                outcome: .stopping(TrackedServer(server: next, status: existing.status)))
        }
    }
}
