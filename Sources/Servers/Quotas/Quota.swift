/// The most that some servers may hold together; nil where nothing is limited.
package struct Quota: Hashable, Sendable, Codable {
    /// How many may run, or be on their way up or down.
    package var servers: Int?
    /// The sum of their hard limits (`burst`).
    package var cpu: Cores?
    package var memory: Bytes?

    /// What can be said of servers.
    package static let possibleServers = 0...10_000

    package init(servers: Int? = nil, cpu: Cores? = nil, memory: Bytes? = nil) {
        self.servers = servers
        self.cpu = cpu
        self.memory = memory
    }

    /// The highest of each; one that says nothing of a thing does not count in it.
    package init(highestOf quotas: [Quota]) {
        servers = quotas.compactMap(\.servers).max()
        cpu = quotas.compactMap(\.cpu).max()
        memory = quotas.compactMap(\.memory).max()
    }

    package var isEmpty: Bool { self == Quota() }

    /// What it allows of `measure`, in the measure's unit.
    package func most(of measure: QuotaMeasure) -> Int64? {
        switch measure {
        case .servers: servers.map(Int64.init)
        case .cpu: cpu.map { Int64($0.thousandths) }
        case .memory: memory?.count
        }
    }
}

/// What a quota counts: servers, thousandths of cores, bytes.
package enum QuotaMeasure: String, Hashable, Sendable, CaseIterable {
    case servers, cpu, memory

    /// An amount for people: `3 servers`, `1 core`, `8 GiB`, `nothing`.
    package func text(_ amount: Int64) -> String {
        guard amount > 0 else { return "nothing" }
        switch self {
        case .servers: return amount == 1 ? "1 server" : "\(amount) servers"
        case .cpu: return Cores(thousandths: Int(amount)).words
        case .memory: return "\(Bytes(amount))"
        }
    }
}

/// One limit that counts for somebody's servers, and where it comes from.
package struct QuotaLimit: Hashable, Sendable {
    package let measure: QuotaMeasure
    /// In the measure's unit.
    package let most: Int64
    package let source: QuotaSource

    package init(_ measure: QuotaMeasure, _ most: Int64, _ source: QuotaSource) {
        self.measure = measure
        self.most = most
        self.source = source
    }
}

/// Where a limit comes from, and so whose servers it adds up.
package enum QuotaSource: Hashable, Sendable {
    /// The hub's configuration: the owner's servers.
    case settings
    /// What a group says of each of its members: the owner's servers.
    case memberQuota(group: String)
    /// What a group says of all its members together.
    case groupQuota(group: String)
}

extension QuotaLimit {
    /// The limits that count for a member of `groups`. Of each measure the highest that a group gives its members takes
    /// the place of the settings'; what groups give all members together counts beside, each by itself.
    package static func all(settings: Quota, groups: [NamedPolicy]) -> [QuotaLimit] {
        QuotaMeasure.allCases.flatMap { measure -> [QuotaLimit] in
            let given = groups.compactMap { group in
                group.policy.memberQuota?.most(of: measure).map {
                    QuotaLimit(measure, $0, .memberQuota(group: group.name))
                }
            }
            let own = settings.most(of: measure).map { QuotaLimit(measure, $0, .settings) }
            let shared = groups.compactMap { group in
                group.policy.quota?.most(of: measure).map { QuotaLimit(measure, $0, .groupQuota(group: group.name)) }
            }
            let highest = given.max { ($0.most, $1.source.name) < ($1.most, $0.source.name) }
            return [highest ?? own].compactMap(\.self) + shared
        }
    }
}

extension QuotaSource {
    /// The group's name; empty for the settings.
    fileprivate var name: String {
        switch self {
        case .settings: ""
        case .memberQuota(let group), .groupQuota(let group): group
        }
    }
}
