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

    /// Throws `Refusal`: 403/404 without the scope `servers`, 400 for an unknown profile, a ceiling or when it runs already,
    /// 409 while it is starting with other options or stopping, 503 while the engine has never been reached.
    package func callAsFunction(
        _ key: ServerKey, options: LaunchOptions, by principal: Principal
    ) async throws -> Outcome {
        try principal.require(.servers, on: key)
        guard let owner = try await control.accounts.user(key.owner) else { throw Refusal.notVisible }
        let now = control.time.now()
        let audit = AuditEntry(
            at: now, principal: principal.auditName, address: principal.address, action: "server.launch",
            target: key.description, result: "accepted")
        let control = control
        let host = try await control.hostCapacity()
        let outcome = try await control.servers.change(key) { existing in
            try Self.change(existing, key, owner, options, host, control.profiles(), now, audit)
        }
        if case .launched(let tracked) = outcome { control.wake(tracked.server.id) }
        return outcome
    }

    /// What a launch writes, given what is there. Options that are absent are those of the last launch.
    private static func change(
        _ existing: TrackedServer?, _ key: ServerKey, _ owner: User, _ options: LaunchOptions, _ host: HostCapacity,
        _ profiles: ProfileSet, _ now: Timestamp, _ audit: AuditEntry
    ) throws -> ServerChange<Outcome> {
        let server = existing?.server ?? Server(id: .random(length: 12), key: key, uid: owner.uid, createdAt: now)
        let spec = try resolve(options, for: owner, in: profiles, on: host)
        switch existing?.activity ?? .stopped {
        case .ready:
            throw Refusal(.badRequest, code: "already_running", "\(key) is already running")
        case .stopping:
            throw Refusal(.badRequest, code: "stopping", "\(key) is pending stop; try again when it has stopped")
        case .starting:
            guard let existing, existing.server.spec?.options == options else {
                throw Refusal(
                    .conflict, code: "launch_conflict",
                    "\(key) is starting with other options; stop it first, or wait until it runs")
            }
            return ServerChange(server: nil, outcome: .starting(existing))
        case .stopped:
            let next = server.launched(spec, at: now)
            let tracked = TrackedServer(server: next, status: existing?.status)
            let summary =
                "Launch asked for by \(audit.principal): profile \(spec.profile), "
                + "\(spec.resources.cpu.burst) cores, \(spec.resources.memory)"
            return ServerChange(
                server: next, events: [NewEvent(.requested, summary)], audit: audit, outcome: .launched(tracked))
        }
    }

    private static func resolve(
        _ options: LaunchOptions, for owner: User, in profiles: ProfileSet, on host: HostCapacity
    ) throws -> ServerSpec {
        let id = options.profile ?? profiles.defaultID
        let usable = profiles.usable(by: owner)
        guard let profile = usable.first(where: { $0.id == id }) else {
            let names = usable.map(\.id.value).joined(separator: ", ")
            throw Refusal(
                InvalidValue(field: "profile", value: id.value, expected: "one of \(names)"), code: "unknown_profile")
        }
        do {
            return ServerSpec(
                options: options, profile: profile.id, image: profile.image,
                resources: try options.resources(in: profile, on: host), environment: profile.environment,
                identity: owner.identity)
        } catch {
            throw Refusal(error, code: "ceiling")
        }
    }
}

extension ProfileSet {
    /// The profiles that `user` may launch, in the order they are shown.
    package func usable(by user: User) -> [Profile] {
        profiles.filter { $0.access.allows(user: user.name, groups: Set(user.groups), isAdmin: user.isAdmin) }
    }
}
