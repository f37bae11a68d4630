package import Accounts
package import Servers

/// Launches a server: permission, profile, ceiling; then the intent is stored and the reconciler woken. Never waits on the engine.
package struct LaunchServer: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    package enum Outcome: Hashable, Sendable {
        case launched(TrackedServer)
        /// It was starting already with the same options: the same generation goes on.
        case starting(TrackedServer)
    }

    /// Launches with `options`; what they do not name is as it was last (`LaunchOptions.following`).
    ///
    /// Throws `Refusal`: 403/404 without the scope `servers`, 400 for an unknown profile, a ceiling, what will never fit or when
    /// it runs already, 409 while it is starting with other options or stopping, 429 above a quota, 503 during a drain and
    /// while the engine has never been reached.
    package func callAsFunction(
        _ key: ServerKey, options: LaunchOptions, displayName: DisplayName? = nil, by principal: Principal
    ) async throws -> Outcome {
        try principal.require(.servers, on: key)
        let terms = try await LaunchTerms(of: key, control)
        let audit = control.audit(
            principal, "server.launch", target: key.description,
            parameters: AuditParameters(options).merging(["display_name": displayName?.value]))
        let outcome = try await control.servers.change(key) { existing, live in
            let server = existing?.server ?? terms.newServer(key, at: audit.at)
            switch existing?.activity ?? .stopped {
            case .ready:
                // In JupyterHub's words, that hubtraf's check looks for.
                let name = key.name.isDefault ? key.owner.value : "\(key)"
                throw Refusal(.badRequest, code: "already_running", "\(name) is already running")
            case .stopping:
                throw Refusal(.badRequest, code: "stopping", "\(key) is pending stop; try again when it has stopped")
            case .starting:
                guard let existing, Self.isSame(options, as: existing.server) else {
                    throw Refusal(
                        .conflict, code: "launch_conflict",
                        "\(key) is starting with other options; stop it first, or wait until it runs")
                }
                return ServerChange(server: nil, outcome: Outcome.starting(existing))
            case .stopped:
                if let drain = terms.admission.drain { throw Refusal(drain, at: audit.at) }
                let spec = try terms.spec(options, after: server.options)
                try terms.quota.requireQuota(for: spec.resources, of: server, beside: live)
                var next = server.launched(spec, at: audit.at)
                next.displayName = displayName ?? server.displayName
                let event = NewEvent(.requested, "Launch asked for by \(audit.principal): \(spec.summary)")
                let tracked = TrackedServer(server: next, status: existing?.status)
                return ServerChange(server: next, events: [event], audit: audit, outcome: .launched(tracked))
            }
        }
        if case .launched(let tracked) = outcome { control.wake(tracked.server.id) }
        return outcome
    }

    /// Whether a launch with `options` asks for nothing else than `server` is starting with.
    private static func isSame(_ options: LaunchOptions, as server: Server) -> Bool {
        options == LaunchOptions() || options.following(server.spec?.options ?? LaunchOptions()) == server.spec?.options
    }
}

extension ProfileSet {
    /// The profiles that `user` may launch, in the order they are shown, with the ceilings of their groups.
    package func usable(by user: User) -> [Profile] {
        profiles.filter { $0.access.allows(user: user.name, groups: Set(user.groups), isAdmin: user.isAdmin) }
            .compactMap(user.policy.applied)
    }
}
