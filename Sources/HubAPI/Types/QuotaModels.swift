/// What somebody's servers may hold together, as a group's policy says it; null where nothing is limited.
package struct QuotaModel: Hashable, Sendable, Codable {
    @OrNull package var servers: Int?
    @OrNull package var cpu: Double?
    @OrNull package var memory: MemorySize?

    package init(servers: Int? = nil, cpu: Double? = nil, memory: MemorySize? = nil) {
        self.servers = servers
        self.cpu = cpu
        self.memory = memory
    }
}

/// Up to where a group's policy approves requests at once; null is the profile's ceiling.
package struct AutoApprovalModel: Hashable, Sendable, Codable {
    @OrNull package var cpu: Double?
    @OrNull package var memory: MemorySize?

    package init(cpu: Double? = nil, memory: MemorySize? = nil) {
        self.cpu = cpu
        self.memory = memory
    }
}

/// What a user's servers may hold together, where each limit comes from, and what counts now.
package struct QuotaReport: Hashable, Sendable, Codable {
    package var user: String
    package var limits: [QuotaLimitModel]
    /// The user's own servers that count: those that are not stopped.
    package var servers: [QuotaServerModel]

    package init(user: String, limits: [QuotaLimitModel], servers: [QuotaServerModel]) {
        self.user = user
        self.limits = limits
        self.servers = servers
    }
}

/// One limit and how full it is.
package struct QuotaLimitModel: Hashable, Sendable, Codable {
    /// `servers`, `cpu` in cores, or `memory` in bytes.
    package var measure: String
    package var limit: Double
    package var used: Double
    /// How many servers that is.
    package var servers: Int
    /// `settings`, or of a group's policy `member_quota` (this user's servers) or `quota` (all members' together).
    package var source: String
    @OrNull package var group: String?
    /// Where it comes from, for people.
    package var explanation: String

    package init(
        measure: String, limit: Double, used: Double, servers: Int, source: String, group: String?, explanation: String
    ) {
        self.measure = measure
        self.limit = limit
        self.used = used
        self.servers = servers
        self.source = source
        self.group = group
        self.explanation = explanation
    }
}

/// What one server counts for.
package struct QuotaServerModel: Hashable, Sendable, Codable {
    package var name: String
    package var fullName: String
    package var cpu: Double
    /// Bytes.
    package var memory: Int64

    package init(name: String, fullName: String, cpu: Double, memory: Int64) {
        self.name = name
        self.fullName = fullName
        self.cpu = cpu
        self.memory = memory
    }

    private enum CodingKeys: String, CodingKey {
        case name, cpu, memory
        case fullName = "full_name"
    }
}
