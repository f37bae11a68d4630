package import Accounts
package import Servers

/// Asks that a server have more than its ceiling for a while. A group's policy may approve it at once.
package struct MakeRequest: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// What is asked for.
    package struct Ask: Hashable, Sendable {
        package var profile: ProfileID?
        package var size: GrantSize
        package var duration: Duration
        package var reason: RequestText

        package init(profile: ProfileID? = nil, size: GrantSize, duration: Duration, reason: RequestText) {
            self.profile = profile
            self.size = size
            self.duration = duration
            self.reason = reason
        }
    }

    /// Throws `Refusal`: 403/404 without the scope `servers`, 404 for a named server that is not there, 400 for nothing asked,
    /// a bad duration, an unknown profile, what is within the ceiling or never fits, 429 when too many are pending, 503 while
    /// the engine has never been reached.
    package func callAsFunction(
        _ key: ServerKey, _ ask: Ask, by principal: Principal
    ) async throws -> ResourceRequest {
        try principal.require(.servers, on: key)
        guard let owner = try await control.accounts.user(key.owner) else { throw Refusal.notVisible }
        try owner.requireActive()
        let server = try await control.servers.server(key)?.server
        guard server != nil || key.name.isDefault else {
            throw Refusal(
                .notFound, code: "not_found",
                "There is no server \(key); make it first, with 'berth create \(key.name)'")
        }
        let terms = try await CeilingTerms(of: owner, control)
        let profile = try profile(ask, of: key, server, terms)
        try await require(ask, above: profile)
        let groups = try await control.accounts.policies(of: key.owner)
        let policy = ask.size.approver(among: groups, above: profile.ceiling)
        let before = terms.grants(for: key).first?.before ?? server?.options ?? LaunchOptions()
        let request = try await keep(ask, key, approvedBy: policy, before: before, principal)
        let granted = policy.map { ", and approved at once by the policy of group \($0)" } ?? ""
        let event = NewEvent(
            .requestMade,
            "\(request.title) for \(ask.size) for \(ask.duration.words) was made by \(request.by)\(granted)")
        try await control.note(event, of: key)
        control.feed.publish(.resync)
        guard policy != nil else { return request }
        return try await GiveGrant(control: control).soon(request)
    }

    private func profile(
        _ ask: Ask, of key: ServerKey, _ server: Server?, _ terms: CeilingTerms
    ) throws -> Profile {
        let running = server?.spec.flatMap { $0.options.profile == server?.options.profile ? $0.profile : nil }
        let id = ask.profile ?? running ?? server?.options.profile
        // Without what is granted already, which may be asked for again before it ends.
        let own = terms.profiles.usable(by: terms.owner)
        if let profile = own.first(where: { $0.id == id ?? terms.profiles.defaultID }) { return profile }
        let names = own.map(\.id.value).joined(separator: ", ")
        throw Refusal(
            InvalidValue(
                field: "profile", value: (id ?? terms.profiles.defaultID).value, expected: "one of \(names)"),
            code: "unknown_profile")
    }

    private func require(_ ask: Ask, above profile: Profile) async throws {
        guard !ask.size.isEmpty else {
            throw Refusal(.badRequest, code: "nothing_asked", "Say what the server is to have: cpu, memory or both")
        }
        guard ResourceRequest.durations.contains(ask.duration) else {
            throw Refusal(
                InvalidValue(field: "duration", value: ask.duration.words, expected: "5 minutes to 30 days"))
        }
        let ceiling = profile.ceiling
        guard ask.size.exceeds(ceiling) else {
            throw Refusal(
                .badRequest, code: "within_ceiling",
                "\(ask.size) is within the ceiling of profile \(profile.id), \(ceiling.cpu.words) and \(ceiling.memory): no "
                    + "request is needed. 'berth resize' gives it to a server that runs, 'berth change' to the next start"
            )
        }
        try await control.requireFit(ask.size)
    }

    private func keep(
        _ ask: Ask, _ key: ServerKey, approvedBy policy: String?, before: LaunchOptions, _ principal: Principal
    ) async throws -> ResourceRequest {
        let control = control
        return try await control.requests.addRequest(of: key.owner) { id, pending in
            guard pending < ResourceRequest.mostPending else {
                throw Refusal(
                    .quota, code: "too_many_requests",
                    "\(pending) requests of \(key.owner) wait for a decision already; withdraw one first, with "
                        + "'berth request withdraw'")
            }
            let target = "\(id) \(key)"
            let made = control.audit(
                principal, "request.create", target: target,
                parameters: AuditParameters(ask.size).merging([
                    "profile": ask.profile?.value, "duration": ask.duration.words, "reason": ask.reason.value,
                ]), result: "\(ask.size) for \(ask.duration.words)")
            let request = ResourceRequest(
                id: id, server: key, profile: ask.profile, size: ask.size, duration: ask.duration,
                reason: ask.reason, by: made.principal, createdAt: made.at)
            guard let policy else { return RequestChange(request, audit: [made]) }
            let by = "policy of group \(policy)"
            let grant = Grant(
                by: by, note: .none, size: ask.size, at: made.at, until: made.at + ask.duration, before: before)
            let approved = AuditEntry(
                at: made.at, principal: "system", address: nil, action: "request.approve", target: target,
                result: "\(ask.size) for \(ask.duration.words), by \(by)")
            return RequestChange(try request.approved(grant), audit: [made, approved])
        }
    }
}

extension ControlContext {
    /// Throws `Refusal` 400 `never_fits` for more than the machine has.
    func requireFit(_ size: GrantSize) async throws {
        let host = try await hostCapacity()
        if let cpu = size.cpu, cpu > host.cpu {
            throw Refusal.neverFits("cpu", cpu.words, largest: host.cpu.words)
        }
        if let memory = size.memory, memory > host.memory {
            throw Refusal.neverFits("memory", "\(memory)", largest: "\(host.memory)")
        }
    }
}

extension GiveGrant {
    /// Gives what was just approved; where that fails now, the keeper of grants does it a little later.
    func soon(_ request: ResourceRequest) async throws -> ResourceRequest {
        (try? await self(request.id)) ?? request
    }
}
