/// What a group's members may launch; nil where the group says nothing.
package struct GroupPolicy: Hashable, Sendable, Codable {
    /// Only these, of those that a profile's own access allows.
    package var profiles: Set<ProfileID>?
    /// The most cores and memory a server may have, below a profile's own ceiling.
    package var cpu: Cores?
    package var memory: Bytes?
    /// What is kept for the group's members; for all of them together, so it is of no meaning where policies are joined.
    package var guarantee: Guarantee?

    package init(
        profiles: Set<ProfileID>? = nil, cpu: Cores? = nil, memory: Bytes? = nil, guarantee: Guarantee? = nil
    ) {
        self.profiles = profiles
        self.cpu = cpu
        self.memory = memory
        self.guarantee = guarantee
    }

    /// What holds for a member of several groups: all their profiles, and the highest of each ceiling. A group that says
    /// nothing of a thing does not count in it.
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
