/// A part of what is known of each server, which is looked up for a list only where it is asked for.
package enum FleetPart: Hashable, Sendable, CaseIterable {
    case groups
    case spec
    case status
    case usage
    case activity
    case verdict

    /// What it cannot be told without.
    private var needs: Set<FleetPart> {
        switch self {
        case .groups, .spec, .status: []
        case .usage: [.spec, .status]
        case .activity: [.status]
        case .verdict: [.spec, .status]
        }
    }

    /// What `keys` look at, and what that needs.
    package static func needed(for keys: Set<FleetKey>) -> Set<FleetPart> {
        keys.flatMap(\.parts).reduce(into: []) { all, part in all.formUnion(part.needs.union([part])) }
    }
}

extension FleetKey {
    /// Where it is told; nowhere for a server's names, which are always there.
    fileprivate var parts: Set<FleetPart> {
        switch self {
        case .owner, .name, .server: []
        case .group: [.groups]
        case .profile, .cpu, .memory: [.spec]
        case .phase, .reason, .since, .age, .node, .healthy: [.status]
        case .image: [.spec, .status]
        case .idle: [.activity]
        case .used, .load: [.usage]
        case .verdict: [.verdict]
        }
    }
}
