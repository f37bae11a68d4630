import Accounts
import Servers

extension AuditParameters {
    /// What a launch asks for.
    init(_ options: LaunchOptions) {
        self = [
            "profile": options.profile?.value, "cpu": options.cpu.map { "\($0)" },
            "cpu_reserve": options.reserve.map { "\($0)" }, "memory": options.memory.map { "\($0)" },
            "shared_memory": options.sharedMemory.map { "\($0)" }, "clean": options.clean ? "true" : nil,
        ]
    }

    /// What a change asks for; `default` where it takes back what was asked for before.
    init(_ edit: LaunchOptionsEdit) {
        self = [
            "profile": Self.text(edit.profile), "cpu": Self.text(edit.cpu), "cpu_reserve": Self.text(edit.reserve),
            "memory": Self.text(edit.memory), "shared_memory": Self.text(edit.sharedMemory),
        ]
    }

    init(_ size: GrantSize) {
        self = ["cpu": size.cpu.map { "\($0)" }, "memory": size.memory.map { "\($0)" }]
    }

    static func text<Value: CustomStringConvertible>(_ field: LaunchOptionsEdit.Field<Value>) -> String? {
        switch field {
        case .keep: nil
        case .set(let value): value.map { "\($0)" } ?? "default"
        }
    }
}

extension GroupChange {
    /// What the audit log keeps of it.
    var auditParameters: AuditParameters {
        switch self {
        case .join(let users), .leave(let users): ["users": users.map(\.value).joined(separator: ", ")]
        case .policy(let policy): policy.auditParameters
        case .properties(let text): ["properties": text]
        }
    }
}

extension GroupPolicy {
    fileprivate var auditParameters: AuditParameters {
        [
            "profiles": profiles.map { $0.map(\.value).sorted().joined(separator: ", ") }, "cpu": cpu.map { "\($0)" },
            "memory": memory.map { "\($0)" }, "member_quota": memberQuota.map(Self.text),
            "quota": quota.map(Self.text), "auto_approve": autoApprove.map { "\($0)" },
            "guarantee": guarantee.map { "\($0.cpu.words), \($0.memory)" },
        ]
    }

    private static func text(_ quota: Quota) -> String {
        QuotaMeasure.allCases.compactMap { measure in quota.most(of: measure).map(measure.text) }
            .joined(separator: ", ")
    }
}
