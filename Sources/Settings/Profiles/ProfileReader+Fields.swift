import Servers
import Yams

extension ProfileReader {
    /// The entries of one mapping by key, the unknown ones reported.
    struct Fields {
        /// The mapping's own line.
        let line: Int
        /// `ceiling.` in the section of that name.
        let prefix: String
        private let entries: [String: YAMLEntry]

        init(_ entries: [YAMLEntry], line: Int, prefix: String, known: [String], reader: inout ProfileReader) {
            self.line = line
            self.prefix = prefix
            var kept: [String: YAMLEntry] = [:]
            for entry in entries {
                if known.contains(entry.key) {
                    kept[entry.key] = entry
                } else {
                    let hint = nearest(entry.key, among: known)
                    let place = "\(reader.path):\(entry.line)"
                    let found = unknownKey(prefix + entry.key, place: place, nearest: hint.map { prefix + $0 })
                    reader.report(found.key, line: entry.line, found.explanation)
                }
            }
            self.entries = kept
        }

        subscript(key: String) -> YAMLEntry? { entries[key].flatMap { $0.isNull ? nil : $0 } }

        /// The line of a key, of one inside it, or of the mapping.
        func line(of key: String, _ inner: String? = nil) -> Int {
            guard let entry = entries[key] else { return line }
            let within = inner.flatMap { name in YAMLEntry.entries(of: entry.value)?.first { $0.key == name } }
            return within?.line ?? entry.line
        }
    }

    mutating func required<Value>(
        _ key: String, in fields: Fields, _ read: (String) -> Value?, _ expected: String
    ) -> Value? {
        guard fields[key] != nil else {
            report(fields.prefix + key, line: fields.line(of: key), "missing; expected \(expected)")
            return nil
        }
        return optional(key, in: fields, read, expected)
    }

    mutating func optional<Value>(
        _ key: String, in fields: Fields, _ read: (String) -> Value?, _ expected: String
    ) -> Value? {
        guard let entry = fields[key] else { return nil }
        if let value = entry.scalar.flatMap(read) { return value }
        report(fields.prefix + key, line: entry.line, value: entry.scalar, "expected \(expected)")
        return nil
    }

    mutating func section(_ key: String, in fields: Fields, known: [String]) -> Fields? {
        let keys = known.joined(separator: " and ")
        guard let entry = fields[key], let entries = YAMLEntry.entries(of: entry.value) else {
            let problem = fields[key] == nil ? "missing; " : ""
            report(
                fields.prefix + key, line: fields.line(of: key), value: fields[key]?.scalar,
                problem + "expected \(keys) below it")
            return nil
        }
        return Fields(entries, line: entry.line, prefix: fields.prefix + key + ".", known: known, reader: &self)
    }

    /// The mappings of a list, each with its own line; none when the key is absent.
    mutating func sections(_ key: String, in fields: Fields, known: [String]) -> [Fields] {
        guard let entry = fields[key] else { return [] }
        let expected = "expected a list of {\(known.joined(separator: ", "))}"
        guard let sequence = entry.value.sequence else {
            report(fields.prefix + key, line: entry.line, value: entry.scalar, expected)
            return []
        }
        var sections: [Fields] = []
        for element in sequence {
            let line = element.mark?.line ?? entry.line
            guard let entries = YAMLEntry.entries(of: element) else {
                report(fields.prefix + key, line: line, value: element.scalar?.string, expected)
                continue
            }
            sections.append(
                Fields(entries, line: line, prefix: fields.prefix + key + ".", known: known, reader: &self))
        }
        return sections
    }

    /// A list's elements; nil when the key is absent.
    mutating func list<Value>(
        _ key: String, in fields: Fields, _ read: (String) -> Value?, _ expected: String? = nil
    ) -> [Value]? {
        guard let entry = fields[key] else { return nil }
        guard let sequence = entry.value.sequence else {
            report(fields.prefix + key, line: entry.line, value: entry.scalar, "expected a list such as [ada, grace]")
            return []
        }
        var values: [Value] = []
        for element in sequence {
            if let value = element.scalar.flatMap({ read($0.string) }) {
                values.append(value)
            } else {
                let line = element.mark?.line ?? entry.line
                report(
                    fields.prefix + key, line: line, value: element.scalar?.string,
                    "expected \(expected ?? "the names of \(key)")")
            }
        }
        return values
    }
}

// MARK: Single values

extension ProfileReader {
    static let coresExpected = "a number of cores such as 0.5 or 4"
    static let bytesExpected = "a size such as 512M or 4G"

    static func nonEmpty(_ text: String) -> String? { text.isEmpty ? nil : text }

    static func image(_ text: String) -> String? {
        text.isEmpty || text.contains(where: \.isWhitespace) ? nil : text
    }

    static func cores(_ text: String) -> Cores? {
        guard let number = Double(text) else { return nil }
        return try? Cores(number, field: "cpu")
    }

    static func bytes(_ text: String) -> Bytes? { try? Bytes(text, field: "memory") }

    static func whole(from least: Int) -> (String) -> Int? {
        { text in Int(text).flatMap { $0 >= least && $0 <= 4_194_304 ? $0 : nil } }
    }
}
