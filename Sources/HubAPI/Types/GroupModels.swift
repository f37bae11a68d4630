/// A group, with JupyterHub's fields and Berth's policy.
package struct GroupModel: Hashable, Sendable, Codable {
    package var kind: String = "group"
    package var name: String
    package var users: [String]
    package var roles: [String] = []
    /// Whatever others keep with it.
    package var properties: JSONValue
    package var policy: GroupPolicyModel

    package init(name: String, users: [String], properties: JSONValue, policy: GroupPolicyModel) {
        self.name = name
        self.users = users
        self.properties = properties
        self.policy = policy
    }
}

/// What a group's members may launch; null where the group says nothing.
package struct GroupPolicyModel: Hashable, Sendable, Codable {
    @OrNull package var profiles: [String]?
    /// The most cores a server may have.
    @OrNull package var cpu: Double?
    /// The most memory.
    @OrNull package var memory: MemorySize?
    /// What each member's servers may hold together.
    @OrNull package var memberQuota: QuotaModel?
    /// What all members' servers may hold together.
    @OrNull package var quota: QuotaModel?
    /// Up to where requests above the ceiling are approved at once.
    @OrNull package var autoApprove: AutoApprovalModel?
    /// What is kept for its members, all of them together.
    @OrNull package var guarantee: GuaranteeModel?
    /// When members' idle servers are stopped.
    @OrNull package var idle: IdleRulesModel?

    package init(
        profiles: [String]? = nil, cpu: Double? = nil, memory: MemorySize? = nil, memberQuota: QuotaModel? = nil,
        quota: QuotaModel? = nil, autoApprove: AutoApprovalModel? = nil, guarantee: GuaranteeModel? = nil,
        idle: IdleRulesModel? = nil
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

    private enum CodingKeys: String, CodingKey {
        case profiles, cpu, memory, quota, guarantee, idle
        case memberQuota = "member_quota"
        case autoApprove = "auto_approve"
    }
}

/// Capacity that is kept for a group's members: what of it they do not use is nobody else's.
package struct GuaranteeModel: Hashable, Sendable, Codable {
    package var cpu: Double
    package var memory: MemorySize

    package init(cpu: Double, memory: MemorySize) {
        self.cpu = cpu
        self.memory = memory
    }
}

/// `POST` and `DELETE /hub/api/groups/{name}/users`.
package struct GroupUsers: Hashable, Sendable, Codable {
    package var users: [String]

    package init(users: [String]) { self.users = users }
}
