extension Profile {
    /// The profile with the ceiling that `server` has in it while the grants among `requests` last.
    package func raised(by requests: [ResourceRequest], for server: ServerKey, at now: Timestamp) -> Profile {
        var raised = self
        for request in requests where request.server == server && (request.profile ?? id) == id {
            if let grant = request.grant(at: now) { raised.ceiling = raised.ceiling.raised(to: grant.size) }
        }
        return raised
    }
}

extension GrantSize {
    /// The first of `groups` whose policy approves all of it at once above `ceiling`; nil when somebody has to decide.
    package func approver(among groups: [NamedPolicy], above ceiling: Ceiling) -> String? {
        groups.first { $0.policy.autoApprove?.covers(self, above: ceiling) ?? false }?.name
    }
}

extension LaunchOptions {
    /// The options with what was granted, where that is more than they name, or than the `defaults` of their profile.
    package func granted(_ size: GrantSize, profile: ProfileID? = nil, defaults: Resources) -> LaunchOptions {
        var next = self
        if let profile, profile != self.profile { next = LaunchOptions(profile: profile) }
        if let cpu = size.cpu, cpu > next.cpu ?? defaults.cpu.burst { next.cpu = cpu }
        if let memory = size.memory, memory > next.memory ?? defaults.memory { next.memory = memory }
        return next
    }

    /// The options once a grant is over: what is above the ceiling of `profile`, which they are for, is as it was `before`
    /// the grant, or the ceiling. What was before in another profile is no measure: then it is the profile's default.
    package func givenBack(to before: LaunchOptions, in profile: Profile) -> LaunchOptions {
        var next = self
        let (ceiling, before) = (profile.ceiling, before.size(in: profile))
        if let cpu, cpu > ceiling.cpu { next.cpu = before.cpu.map { min($0, ceiling.cpu) } }
        if let reserve, reserve > next.cpu ?? ceiling.cpu { next.reserve = nil }
        if let memory, memory > ceiling.memory { next.memory = before.memory.map { min($0, ceiling.memory) } }
        return next
    }

    /// What these options name for `profile`; nothing when they are for another one.
    fileprivate func size(in profile: Profile) -> GrantSize {
        self.profile ?? profile.id == profile.id ? GrantSize(cpu: cpu, memory: memory) : GrantSize()
    }
}

extension Resources {
    /// With what was granted, where that is more.
    package func granted(_ size: GrantSize) -> Resources {
        var next = self
        next.cpu.burst = max(cpu.burst, size.cpu ?? cpu.burst)
        next.memory = max(memory, size.memory ?? memory)
        return next
    }

    /// What a server that has this goes back to once a grant is over: what is above the ceiling of `profile` is as `before`
    /// the grant, or the ceiling. Equal when nothing is.
    package func givenBack(to before: LaunchOptions, in profile: Profile) -> Resources {
        var next = self
        let (ceiling, before) = (profile.ceiling, before.size(in: profile))
        if cpu.burst > ceiling.cpu {
            next.cpu.burst = min(before.cpu ?? profile.resources.cpu.burst, ceiling.cpu)
            next.cpu.reserve = min(cpu.reserve, next.cpu.burst)
        }
        if memory > ceiling.memory {
            next.memory = min(before.memory ?? profile.resources.memory, ceiling.memory)
        }
        return next
    }
}
