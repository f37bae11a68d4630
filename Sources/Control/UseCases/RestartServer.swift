package import Accounts
package import Servers

/// Stops a server and launches it again, as one intent: the next generation is stored, and the reconciler ends the one that
/// runs before it begins the next, whoever dies in between.
package struct RestartServer: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// Starts with `options`, which follow the last ones as in a launch. All that a launch is refused for is found before
    /// anything stops. One that is stopping starts when it has stopped; one that is stopped is launched.
    ///
    /// Throws `Refusal`: 403/404 without the scope `servers`, 404 when there is no such server, 400 for an unknown profile,
    /// a ceiling or what will never fit, 409 for one that is being removed, 429 above a quota, 503 during a drain, for what is
    /// stopped then would not start again, and while the engine has never been reached.
    package func callAsFunction(
        _ key: ServerKey, options: LaunchOptions, by principal: Principal
    ) async throws -> TrackedServer {
        try principal.require(.servers, on: key)
        let terms = try await LaunchTerms(of: key, control)
        let audit = control.audit(
            principal, "server.restart", target: key.description, parameters: AuditParameters(options))
        if let drain = terms.admission.drain { throw Refusal(drain, at: audit.at) }
        let tracked = try await control.servers.change(key) { existing, live in
            guard let existing else { throw Refusal.notVisible }
            if case .removed = existing.server.desired {
                throw Refusal(.conflict, code: "removing", "\(key) is being removed")
            }
            let spec = try terms.spec(options, after: existing.server.options)
            try terms.quota.requireQuota(for: spec.resources, of: existing.server, beside: live)
            let next = existing.server.launched(spec, at: audit.at)
            let event = NewEvent(.requested, "Restart asked for by \(audit.principal): \(spec.summary)")
            return ServerChange(
                server: next, events: [event], audit: audit,
                outcome: TrackedServer(server: next, status: existing.status))
        }
        control.wake(tracked.server.id)
        return tracked
    }
}
