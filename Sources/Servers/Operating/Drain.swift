/// Before maintenance: no launches, and at the deadline, where there is one, what still runs is stopped.
package struct Drain: Hashable, Sendable, Codable {
    /// What people are told who want to launch.
    package let message: OperatorText
    package let deadline: Timestamp?
    package let since: Timestamp
    /// Who said so, as the audit log names them.
    package let by: String

    package init(message: OperatorText, deadline: Timestamp?, since: Timestamp, by: String) {
        self.message = message
        self.deadline = deadline
        self.since = since
        self.by = by
    }

    /// Whether what runs is to be stopped by now.
    package func isDue(at now: Timestamp) -> Bool { deadline.map { $0 <= now } ?? false }

    /// What is said where no other words were given.
    package static let usual = OperatorText(own: "Berth is being prepared for maintenance")
}

/// What an admin tells everybody: one line that JupyterLab shows whole.
package struct OperatorText: Hashable, Sendable, CustomStringConvertible {
    package let value: String

    /// JupyterLab cuts longer ones off.
    package static let longest = 140

    /// Throws `InvalidValue` for `message`.
    package init(_ raw: String) throws(InvalidValue) {
        let text = try? RequestText(raw, field: "message", mustSay: true)
        guard let text, text.value.count <= Self.longest else {
            throw InvalidValue(
                field: "message", value: raw, expected: "1 to \(Self.longest) characters on one line")
        }
        value = text.value
    }

    /// One that Berth wrote itself.
    init(own text: String) { value = text }

    package var description: String { value }
}

extension OperatorText: Codable {
    package init(from decoder: any Decoder) throws {
        value = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}
