/// What a group's members may launch; nil where the group says nothing.
package struct GroupPolicy: Hashable, Sendable, Codable {
    /// Only these, of those that a profile's own access allows.
    package var profiles: Set<ProfileID>?
    /// The most cores and memory a server may have, below a profile's own ceiling.
    package var cpu: Cores?
    package var memory: Bytes?
    /// What the servers of each member may hold together.
    package var memberQuota: Quota?
    /// What the servers of all members may hold together. It is the group's own: no part of what several groups come to.
    package var quota: Quota?
    /// Up to where a request above the ceiling is approved at once; what is nil, within the ceiling only.
    package var autoApprove: GrantSize?
    /// What is kept for the group's members; for all of them together, so it is of no meaning where policies are joined.
    package var guarantee: Guarantee?
    /// When idle servers of members are stopped. It is asked for as of now, not as of a launch.
    package var idle: IdleRules?

    package init(
        profiles: Set<ProfileID>? = nil, cpu: Cores? = nil, memory: Bytes? = nil, memberQuota: Quota? = nil,
        quota: Quota? = nil, autoApprove: GrantSize? = nil, guarantee: Guarantee? = nil, idle: IdleRules? = nil
    ) {
        self.profiles = profiles
        self.cpu = cpu
        self.memory = memory
        self.memberQuota = memberQuota
        self.quota = quota
        self.autoApprove = autoApprove
        self.guarantee = guarantee
        self.idle = idle
    }

    /// What the servers of a member of several groups may be: all their profiles, and the highest of each ceiling. A group
    /// that says nothing of a thing does not count in it. Quotas, approvals and idle
    /// rules are not among it: each says where it is from.
    package init(of groups: [GroupPolicy]) {
        let named = groups.compactMap(\.profiles)
        profiles = named.isEmpty ? nil : named.reduce(into: []) { $0.formUnion($1) }
        cpu = groups.compactMap(\.cpu).max()
        memory = groups.compactMap(\.memory).max()
    }

    /// `profile` as those may launch it whom this concerns; nil when they may not.
    package func applied(to profile: Profile) -> Profile? {
        guard profiles?.contains(profile.id) ?? true else { return nil }
        var limited = profile
        limited.ceiling.cpu = min(profile.ceiling.cpu, cpu ?? profile.ceiling.cpu)
        limited.ceiling.memory = min(profile.ceiling.memory, memory ?? profile.ceiling.memory)
        return limited
    }
}

/// A group's policy, and whose it is.
package struct NamedPolicy: Hashable, Sendable {
    package let name: String
    package let policy: GroupPolicy

    package init(name: String, policy: GroupPolicy) {
        self.name = name
        self.policy = policy
    }
}
