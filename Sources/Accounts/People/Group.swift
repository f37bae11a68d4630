package import Servers

/// A group's name: lower case, 1 to 64 of `[a-z0-9._-]`, starting alphanumeric; so a list of them needs no quoting.
package struct GroupName: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let value: String

    /// Lowers `raw` and checks it; throws `InvalidValue` for field `group`.
    package init(_ raw: String) throws(InvalidValue) {
        let name = raw.lowercased()
        let isAlphanumeric = { (byte: UInt8) in (97...122).contains(byte) || (48...57).contains(byte) }
        guard let first = name.utf8.first, isAlphanumeric(first), name.utf8.count <= 64,
            name.utf8.allSatisfy({ isAlphanumeric($0) || [45, 46, 95].contains($0) })
        else {
            throw InvalidValue(
                field: "group", value: raw, expected: "1 to 64 of a-z 0-9 . _ -, starting with a letter or digit")
        }
        value = name
    }

    package var description: String { value }

    package static func < (left: GroupName, right: GroupName) -> Bool { left.value < right.value }
}

/// Some users, and what holds for all of them.
package struct Group: Hashable, Sendable {
    package let name: GroupName
    /// By name.
    package var members: [UserName]
    package var policy: GroupPolicy
    /// What others keep with it: a JSON object as text, of which Berth knows nothing.
    package var properties: String

    package init(
        name: GroupName, members: [UserName] = [], policy: GroupPolicy = GroupPolicy(), properties: String = "{}"
    ) {
        self.name = name
        self.members = members
        self.policy = policy
        self.properties = properties
    }
}

/// A change of a group.
package enum GroupChange: Hashable, Sendable {
    case join([UserName])
    case leave([UserName])
    case policy(GroupPolicy)
    /// A JSON object as text.
    case properties(String)

    /// What the audit log calls it.
    package var action: String {
        switch self {
        case .join: "group.join"
        case .leave: "group.leave"
        case .policy: "group.policy"
        case .properties: "group.properties"
        }
    }
}
