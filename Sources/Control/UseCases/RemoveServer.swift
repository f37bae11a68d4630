package import Accounts
package import Servers

/// Removes a named server: stopped first if it runs, then forgotten. Its files, its history and the audit log stay; who
/// takes its name makes another server.
package struct RemoveServer: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    package enum Outcome: Hashable, Sendable {
        case stopping(TrackedServer)
        case removed
    }

    /// Throws `Refusal`: 403/404 without the scope `servers`, 404 when there is no such server, 400 for the default one.
    package func callAsFunction(_ key: ServerKey, by principal: Principal) async throws -> Outcome {
        try principal.require(.servers, on: key)
        guard !key.name.isDefault else {
            throw Refusal(.badRequest, code: "default_server", "Cannot delete the default server; it can be stopped")
        }
        let cause: FinishReason = principal.user.name == key.owner ? .stoppedByUser : .stoppedByAdmin
        let audit = control.audit(principal, "server.remove", target: key.description)
        let tracked = try await control.servers.change(key) { existing in
            guard var tracked = existing else { throw Refusal.notVisible }
            tracked.server.desired = .removed(tracked.server.desired.stopReason ?? cause)
            return ServerChange(
                server: tracked.server, events: [NewEvent(.removeRequested, "Removal asked for by \(audit.principal)")],
                audit: audit, outcome: tracked)
        }
        guard !tracked.isGone else { return .removed }
        control.wake(tracked.server.id)
        return .stopping(tracked)
    }
}
