import ArgumentParser
import HubAPI

/// What a group's policy says of quotas and of requests.
struct GroupQuotaOptions: ParsableArguments {
    @Option(help: "The most servers of one member that run at a time.") var memberServers: Int?
    @Option(help: "The most cores of one member's servers together.") var memberCpu: Double?
    @Option(help: "The most memory of one member's servers together.") var memberMemory: String?
    @Option(help: "The most servers of all members that run at a time.") var totalServers: Int?
    @Option(help: "The most cores of all members' servers together.") var totalCpu: Double?
    @Option(help: "The most memory of all members' servers together.") var totalMemory: String?
    @Option(help: "Up to how many cores a request is approved at once.") var autoApproveCpu: Double?
    @Option(help: "Up to how much memory a request is approved at once.") var autoApproveMemory: String?

    var member: QuotaModel? { Self.quota(memberServers, memberCpu, memberMemory) }
    var total: QuotaModel? { Self.quota(totalServers, totalCpu, totalMemory) }

    var autoApprove: AutoApprovalModel? {
        guard autoApproveCpu != nil || autoApproveMemory != nil else { return nil }
        return AutoApprovalModel(cpu: autoApproveCpu, memory: autoApproveMemory.map { .text($0) })
    }

    private static func quota(_ servers: Int?, _ cpu: Double?, _ memory: String?) -> QuotaModel? {
        guard servers != nil || cpu != nil || memory != nil else { return nil }
        return QuotaModel(servers: servers, cpu: cpu, memory: memory.map { .text($0) })
    }
}

extension QuotaModel {
    /// `3 servers, 8 cores, 32 GiB`.
    var text: String {
        [servers.map { "\($0) servers" }, cpu.map(CoresText.words), memory?.text]
            .compactMap(\.self).joined(separator: ", ")
    }
}

extension AutoApprovalModel {
    /// `8 cores, 64 GiB`.
    var text: String {
        [cpu.map(CoresText.words), memory?.text].compactMap(\.self).joined(separator: ", ")
    }
}
