import Foundation

/// What somebody says with a request or a decision: at most 500 characters on one line, NFC, without white space around it.
package struct RequestText: Hashable, Sendable, CustomStringConvertible {
    package let value: String

    /// Normalises and checks `raw`; throws `InvalidValue` for `field`. An empty one is refused where it `mustSay` something.
    package init(_ raw: String, field: String, mustSay: Bool = false) throws(InvalidValue) {
        let text = raw.precomposedStringWithCanonicalMapping.trimmingCharacters(in: .whitespaces)
        let count = text.unicodeScalars.count
        guard count <= 500, count > 0 || !mustSay, !text.unicodeScalars.contains(where: DisplayName.isHidden) else {
            throw InvalidValue(
                field: field, value: raw, expected: "\(mustSay ? "1 to" : "at most") 500 characters on one line")
        }
        value = text
    }

    /// One that Berth wrote itself.
    package init(own text: String) { value = text }

    package static let none = RequestText(own: "")

    package var description: String { value }
}

extension RequestText: Codable {
    package init(from decoder: any Decoder) throws {
        value = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}
