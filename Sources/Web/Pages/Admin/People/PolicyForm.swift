import Servers

/// What the form of a group's policy holds: a text for each field, and which profiles are ticked.
struct PolicyFields: Decodable {
    /// Whether only the ticked profiles may be launched.
    let isLimited: Bool
    let profiles: Set<String>
    private let texts: [String: String]

    private static let prefix = "profile-"

    init(from decoder: any Decoder) throws {
        texts = try [String: String](from: decoder)
        isLimited = texts["profiles"] == "some"
        profiles = Set(
            texts.keys.filter { $0.hasPrefix(Self.prefix) }.map { String($0.dropFirst(Self.prefix.count)) })
    }

    init(_ policy: GroupPolicy) {
        isLimited = policy.profiles != nil
        profiles = Set(policy.profiles?.map(\.value) ?? [])
        texts = Dictionary(
            uniqueKeysWithValues: PolicyField.allCases.map { ($0.rawValue, $0.text(of: policy)) })
    }

    /// Nil where nothing is typed.
    subscript(field: PolicyField) -> String? { Typed.text(texts[field.rawValue]) }
}

/// The policy that the form's fields say, and those that cannot be used, in the order of the form.
struct PolicyReading {
    private(set) var policy = GroupPolicy()
    private(set) var invalid: [InvalidValue] = []

    init(_ fields: PolicyFields) {
        policy.profiles = fields.isLimited ? Set(fields.profiles.map { ProfileID($0) }) : nil
        policy.cpu = cores(.cpu, fields)
        policy.memory = bytes(.memory, fields)
        policy.memberQuota = quota(.memberServers, .memberCPU, .memberMemory, fields)
        policy.quota = quota(.totalServers, .totalCPU, .totalMemory, fields)
        let approved = GrantSize(cpu: cores(.autoApproveCPU, fields), memory: bytes(.autoApproveMemory, fields))
        policy.autoApprove = approved.isEmpty ? nil : approved
        policy.guarantee = guarantee(fields)
        let idle = idle(fields)
        policy.idle = idle == IdleRules() ? nil : idle
    }

    /// What a field says; nil where it says nothing, or nothing that can be used.
    private mutating func read<Value>(
        _ field: PolicyField, _ fields: PolicyFields, _ expected: String? = nil, _ read: (String) throws -> Value?
    ) -> Value? {
        guard let text = fields[field] else { return nil }
        do {
            if let value = try read(text) { return value }
            refuse(field, text, expected ?? field.example)
        } catch {
            refuse(field, text, (error as? InvalidValue)?.expected ?? field.example)
        }
        return nil
    }

    private mutating func refuse(_ field: PolicyField, _ text: String, _ expected: String) {
        invalid.append(InvalidValue(field: field.rawValue, value: text, expected: expected))
    }

    private mutating func cores(_ field: PolicyField, _ fields: PolicyFields) -> Cores? {
        read(field, fields) { try Typed.cores($0) }
    }

    private mutating func bytes(_ field: PolicyField, _ fields: PolicyFields) -> Bytes? {
        read(field, fields) { try Bytes($0, field: field.rawValue) }
    }

    private mutating func quota(
        _ servers: PolicyField, _ cpu: PolicyField, _ memory: PolicyField, _ fields: PolicyFields
    ) -> Quota? {
        let count = read(servers, fields, "a whole number from 0 to 10000") { text in
            Int(text).flatMap { Quota.possibleServers.contains($0) ? $0 : nil }
        }
        let quota = Quota(servers: count, cpu: cores(cpu, fields), memory: bytes(memory, fields))
        return quota.isEmpty ? nil : quota
    }

    /// Both of it or nothing.
    private mutating func guarantee(_ fields: PolicyFields) -> Guarantee? {
        let (cpu, memory) = (cores(.guaranteeCPU, fields), bytes(.guaranteeMemory, fields))
        if let cpu, let memory { return Guarantee(cpu: cpu, memory: memory) }
        let pair = [PolicyField.guaranteeCPU, .guaranteeMemory]
        let missing = pair.filter { fields[$0] == nil }
        if missing.count == 1 { refuse(missing[0], "", "both or neither: cores and memory are kept together") }
        return nil
    }

    private mutating func idle(_ fields: PolicyFields) -> IdleRules {
        var rules = IdleRules()
        rules.timeout = limit(.idleTimeout, fields)
        rules.notice = pause(.idleNotice, fields)
        rules.busyLimit = limit(.idleBusyLimit, fields)
        rules.maximumAge = limit(.idleMaximumAge, fields)
        rules.minimumRun = pause(.idleMinimumRun, fields)
        rules.keepLimit = limit(.idleKeepLimit, fields)
        rules.quietHours = read(.idleQuietHours, fields) { try QuietHours($0) }
        rules.isExempt = read(.idleExempt, fields) { ["yes": true, "no": false][$0.lowercased()] }
        return rules
    }

    private mutating func limit(_ field: PolicyField, _ fields: PolicyFields) -> Limit? {
        read(field, fields, "a duration such as 90m, 4h or 14d, or never") { text in
            text == "never" ? .never : WrittenDuration.read(text).map { .after($0) }
        }
    }

    private mutating func pause(_ field: PolicyField, _ fields: PolicyFields) -> Duration? {
        read(field, fields, "a duration such as 90s or 15m, or 0") { text in
            text == "0" ? .zero : WrittenDuration.read(text)
        }
    }
}

/// The form of a group's policy, as its template takes it.
struct PolicyForm {
    let isLimited: Bool
    let profiles: [FieldChoice]
    let sections: [Section]
    /// Why nothing was saved.
    let problem: String?

    struct Section {
        let title: String
        let about: String
        /// Whether it says something.
        let open: Bool
        let fields: [TextField]
    }

    init(_ fields: PolicyFields, profiles all: ProfileSet, _ problem: FormProblem?) {
        isLimited = fields.isLimited
        self.problem = problem.map {
            $0.beside(PolicyField.allCases.map(\.rawValue)) ?? "Nothing was saved: see below what cannot be used."
        }
        profiles = all.profiles.map {
            FieldChoice(value: $0.id.value, label: $0.title, chosen: fields.profiles.contains($0.id.value))
        }
        sections = PolicyField.Section.allCases.map { section in
            let shown = section.fields.map { field in
                TextField(
                    field.label, field.rawValue, fields[field], hint: field.example,
                    error: problem?.with(field.rawValue))
            }
            return Section(
                title: section.title, about: section.about,
                open: shown.contains { !$0.value.isEmpty || $0.error != nil }, fields: shown)
        }
    }
}
