import Control
import HubAPI
import Servers

extension GroupPolicy {
    static let allowed = ["profiles", "cpu", "memory", "member_quota", "quota", "auto_approve", "guarantee", "idle"]

    /// Reads a whole policy. Throws `Refusal` 400 naming the field.
    init(_ body: RequestObject) throws {
        let limits = try LaunchOptions(cpuAndMemoryOf: body)
        self.init(
            profiles: try body.strings("profiles").map { Set($0.map { ProfileID($0) }) }, cpu: limits.cpu,
            memory: limits.memory, memberQuota: try Quota(body, "member_quota"), quota: try Quota(body, "quota"),
            autoApprove: try GrantSize(autoApproveOf: body), guarantee: try Guarantee(body),
            idle: try IdleRules(ofPolicy: body))
    }
}

extension Quota {
    /// Reads a quota; nil when there is none or it limits nothing.
    fileprivate init?(_ body: RequestObject, _ field: String) throws {
        guard let value = body[field] else { return nil }
        let object = try RequestObject(value, allowed: ["servers", "cpu", "memory"], within: field)
        let limits = try LaunchOptions(cpuAndMemoryOf: object)
        let servers = try object.integer("servers")
        if let servers, !Self.possibleServers.contains(Int(clamping: servers)) {
            throw RequestObject.wrong("\(field).servers", .integer(servers), "a whole number from 0 to 10000")
        }
        self.init(servers: servers.map { Int($0) }, cpu: limits.cpu, memory: limits.memory)
        if isEmpty { return nil }
    }
}

extension GrantSize {
    fileprivate init?(autoApproveOf body: RequestObject) throws {
        guard let value = body["auto_approve"] else { return nil }
        let limits = try LaunchOptions(
            cpuAndMemoryOf: RequestObject(value, allowed: ["cpu", "memory"], within: "auto_approve"))
        guard limits.cpu != nil || limits.memory != nil else { return nil }
        self.init(cpu: limits.cpu, memory: limits.memory)
    }
}

extension Guarantee {
    /// Throws `Refusal` 400 unless it has both of its fields.
    fileprivate init?(_ body: RequestObject) throws {
        guard let value = body["guarantee"] else { return nil }
        let amounts = try LaunchOptions(
            cpuAndMemoryOf: RequestObject(value, allowed: ["cpu", "memory"], within: "guarantee"))
        guard let cpu = amounts.cpu, let memory = amounts.memory else {
            throw Refusal(.badRequest, code: "bad_value", "guarantee: must have cpu and memory")
        }
        self.init(cpu: cpu, memory: memory)
    }
}

extension GroupPolicyModel {
    init(_ policy: GroupPolicy) {
        self.init(
            profiles: policy.profiles?.map(\.value).sorted(), cpu: policy.cpu?.number,
            memory: policy.memory.map { .bytes($0.count) }, memberQuota: policy.memberQuota.map { QuotaModel($0) },
            quota: policy.quota.map { QuotaModel($0) },
            autoApprove: policy.autoApprove.map {
                AutoApprovalModel(cpu: $0.cpu?.number, memory: $0.memory.map { .bytes($0.count) })
            },
            guarantee: policy.guarantee.map {
                GuaranteeModel(cpu: $0.cpu.number, memory: .bytes($0.memory.count))
            }, idle: policy.idle.map { IdleRulesModel($0) })
    }
}

extension QuotaModel {
    fileprivate init(_ quota: Quota) {
        self.init(
            servers: quota.servers, cpu: quota.cpu?.number, memory: quota.memory.map { .bytes($0.count) })
    }
}
