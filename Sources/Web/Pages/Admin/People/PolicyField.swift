import Servers

/// A field of the form of a group's policy; the raw value is its name there, as the command line has it.
enum PolicyField: String, CaseIterable {
    case cpu, memory
    case memberServers = "member-servers"
    case memberCPU = "member-cpu"
    case memberMemory = "member-memory"
    case totalServers = "total-servers"
    case totalCPU = "total-cpu"
    case totalMemory = "total-memory"
    case autoApproveCPU = "auto-approve-cpu"
    case autoApproveMemory = "auto-approve-memory"
    case guaranteeCPU = "guarantee-cpu"
    case guaranteeMemory = "guarantee-memory"
    case idleTimeout = "idle-timeout"
    case idleNotice = "idle-notice"
    case idleBusyLimit = "idle-busy-limit"
    case idleMaximumAge = "idle-maximum-age"
    case idleMinimumRun = "idle-minimum-run"
    case idleKeepLimit = "idle-keep-limit"
    case idleQuietHours = "idle-quiet-hours"
    case idleExempt = "idle-exempt"

    /// The parts of the form.
    enum Section: CaseIterable {
        case ceiling, member, total, request, guarantee, idle

        var title: String {
            switch self {
            case .ceiling: "A server has at most"
            case .member: "Each member’s servers together"
            case .total: "All members’ servers together"
            case .request: "More, without asking an admin"
            case .guarantee: "Kept for the members"
            case .idle: "Idle servers"
            }
        }

        var about: String {
            switch self {
            case .ceiling: "Never more than its profile allows."
            case .member: "Servers that run, and what they may use."
            case .total: "Beside each member’s own limit."
            case .request: "Requests up to here are approved at once."
            case .guarantee: "Their launches within it do not wait, and nobody else gets it."
            case .idle:
                "In place of what profiles say. Of several groups that counts which leaves a server running longest."
            }
        }

        var fields: [PolicyField] { PolicyField.allCases.filter { $0.section == self } }
    }

    var section: Section {
        switch self {
        case .cpu, .memory: .ceiling
        case .memberServers, .memberCPU, .memberMemory: .member
        case .totalServers, .totalCPU, .totalMemory: .total
        case .autoApproveCPU, .autoApproveMemory: .request
        case .guaranteeCPU, .guaranteeMemory: .guarantee
        case .idleTimeout, .idleNotice, .idleBusyLimit, .idleMaximumAge, .idleMinimumRun, .idleKeepLimit,
            .idleQuietHours, .idleExempt:
            .idle
        }
    }

    var label: String {
        switch self {
        case .cpu, .memberCPU, .totalCPU, .autoApproveCPU, .guaranteeCPU: "Cores"
        case .memory, .memberMemory, .totalMemory, .autoApproveMemory, .guaranteeMemory: "Memory"
        case .memberServers, .totalServers: "Servers"
        case .idleTimeout: "Stopped after so long without activity"
        case .idleNotice: "Told so long before"
        case .idleBusyLimit: "A silent busy kernel counts for"
        case .idleMaximumAge: "Stopped after so long, however active"
        case .idleMinimumRun: "Never stopped before"
        case .idleKeepLimit: "Can be kept for at most"
        case .idleQuietHours: "Nothing is stopped from"
        case .idleExempt: "Exempt from all of this"
        }
    }

    var example: String {
        switch self {
        case .cpu, .memberCPU, .totalCPU, .autoApproveCPU, .guaranteeCPU: "such as 4"
        case .memory, .memberMemory, .totalMemory, .autoApproveMemory, .guaranteeMemory: "such as 16G"
        case .memberServers, .totalServers: "such as 3"
        case .idleTimeout, .idleMaximumAge, .idleBusyLimit, .idleKeepLimit: "8h, 7d, or never"
        case .idleNotice, .idleMinimumRun: "15m, or 0"
        case .idleQuietHours: "22:00-06:00 Europe/Berlin"
        case .idleExempt: "yes or no"
        }
    }

    /// What `policy` says, as it is typed; empty where it says nothing.
    func text(of policy: GroupPolicy) -> String {
        let (member, total, idle) = (policy.memberQuota, policy.quota, policy.idle)
        let text: String? =
            switch self {
            case .cpu: policy.cpu?.description
            case .memory: policy.memory?.option
            case .memberServers: member?.servers?.description
            case .memberCPU: member?.cpu?.description
            case .memberMemory: member?.memory?.option
            case .totalServers: total?.servers?.description
            case .totalCPU: total?.cpu?.description
            case .totalMemory: total?.memory?.option
            case .autoApproveCPU: policy.autoApprove?.cpu?.description
            case .autoApproveMemory: policy.autoApprove?.memory?.option
            case .guaranteeCPU: policy.guarantee?.cpu.description
            case .guaranteeMemory: policy.guarantee?.memory.option
            case .idleTimeout: idle?.timeout?.typed
            case .idleNotice: idle?.notice?.typed
            case .idleBusyLimit: idle?.busyLimit?.typed
            case .idleMaximumAge: idle?.maximumAge?.typed
            case .idleMinimumRun: idle?.minimumRun?.typed
            case .idleKeepLimit: idle?.keepLimit?.typed
            case .idleQuietHours: idle?.quietHours.map { "\($0)".replacing(" to ", with: "-") }
            case .idleExempt: idle?.isExempt.map { $0 ? "yes" : "no" }
            }
        return text ?? ""
    }
}

extension Limit {
    fileprivate var typed: String {
        switch self {
        case .after(let duration): duration.typed
        case .never: "never"
        }
    }
}

extension Duration {
    /// `8h`, as it is read again.
    fileprivate var typed: String {
        self == .zero ? "0" : words.replacing(" min", with: "m").replacing(" ", with: "")
    }
}
