/// One line of the audit log: who did what, to what, from where, with what result.
package struct AuditEntry: Hashable, Sendable, Codable {
    package let at: Timestamp
    /// The user name of the principal, with its token's id after a slash where it was a token; `system` for Berth itself,
    /// `-` for somebody who showed no credential that counts.
    package let principal: String
    package let address: String?
    /// `server.launch`, `server.stop`, `token.create` …
    package let action: String
    /// What it was done to: `ada/`, `token 3`.
    package let target: String
    /// What was asked for.
    package let parameters: AuditParameters
    package let result: String

    package init(
        at: Timestamp, principal: String, address: String?, action: String, target: String,
        parameters: AuditParameters = [:], result: String
    ) {
        self.at = at
        self.principal = principal
        self.address = address
        self.action = action
        self.target = target
        self.parameters = parameters
        self.result = result
    }

    /// Whether it is of something that was refused, which is written of nothing else: who tried what they may not, and whose
    /// credential did not count.
    package var isRefusal: Bool { action == Self.refused || principal == Self.nobody }

    /// The action of what somebody tried who may not.
    package static let refused = "refused"
    /// The principal who showed no credential that counts.
    package static let nobody = "-"
}

/// What was asked for, by name. Never a secret: whoever makes one names each value, and no credential is among them.
/// Values and names are cut, so that an entry has an end.
package struct AuditParameters: Hashable, Sendable {
    package private(set) var values: [String: String] = [:]

    /// More than any action has.
    private static let mostNames = 32
    private static let longestName = 64
    /// In characters; a cut one ends in `…`.
    private static let longestValue = 300

    /// Sets what is not nil.
    package mutating func add(_ name: String, _ value: String?) {
        guard let value, values.count < Self.mostNames else { return }
        let cut = value.count > Self.longestValue ? "\(value.prefix(Self.longestValue - 1))…" : value
        values[String(name.prefix(Self.longestName))] = cut
    }

    /// Both; where both name the same, that of `more`.
    package func merging(_ more: AuditParameters) -> AuditParameters {
        var all = self
        for (name, value) in more.values { all.add(name, value) }
        return all
    }
}

extension AuditParameters: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral pairs: (String, String?)...) {
        for (name, value) in pairs { add(name, value) }
    }
}

extension AuditParameters: Codable {
    package init(from decoder: any Decoder) throws {
        values = try decoder.singleValueContainer().decode([String: String].self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(values)
    }
}
