/// In which order the fleet is listed: `-idle,owner`; `-` is the largest first. What is not known of a server comes last, and
/// servers that are alike are in order of owner and name.
package struct FleetSort: Hashable, Sendable {
    private let fields: [Field]

    private struct Field: Hashable, Sendable {
        let key: FleetKey
        let isDescending: Bool
    }

    /// By owner and name.
    package init() { fields = [] }

    /// Reads `text`; throws `InvalidValue` for the field `sort`. Nothing is by owner and name.
    package init(_ text: String) throws(InvalidValue) {
        var fields: [Field] = []
        for word in text.split(separator: ",", omittingEmptySubsequences: false) where !text.isEmpty {
            let isDescending = word.hasPrefix("-")
            let name = String(isDescending ? word.dropFirst() : word)
            fields.append(Field(key: try FleetKey(name, field: "sort", in: text), isDescending: isDescending))
        }
        self.fields = fields
    }

    /// What it looks at.
    package var keys: Set<FleetKey> { Set(fields.map(\.key)) }

    package func sorted(_ entries: [FleetEntry], now: Timestamp) -> [FleetEntry] {
        guard !fields.isEmpty else { return entries.sorted { $0.key < $1.key } }
        // What is compared is taken from each once.
        let ranked = entries.map { entry in (entry, fields.map { entry.rank($0.key, now: now) }) }
        return ranked.sorted { isBefore($0, $1) }.map(\.0)
    }

    private func isBefore(_ left: (FleetEntry, [Rank?]), _ right: (FleetEntry, [Rank?])) -> Bool {
        for (field, (first, second)) in zip(fields, zip(left.1, right.1)) where first != second {
            guard let first else { return false }
            guard let second else { return true }
            return field.isDescending ? second < first : first < second
        }
        return left.0.key < right.0.key
    }
}

/// What two servers are compared by.
private enum Rank: Hashable, Comparable {
    case number(Double)
    case text(String)
}

extension FleetEntry {
    /// Its place by a key; nil where it has nothing of it.
    fileprivate func rank(_ key: FleetKey, now: Timestamp) -> Rank? {
        switch key {
        case .phase: phase.flatMap { Phase.allCases.firstIndex(of: $0) }.map { .number(Double($0)) }
        case .verdict: verdict.flatMap { ReapVerdict.Action.allCases.firstIndex(of: $0) }.map { .number(Double($0)) }
        case .since, .idle, .age, .cpu, .memory, .used, .load: amount(key, now: now).map { .number($0) }
        case .owner, .group, .name, .server, .profile, .reason, .image, .node, .healthy:
            texts(key).first.map { .text($0) }
        }
    }
}
