import Foundation

/// What people call a server: 1 to 100 characters on one line, NFC, without white space around it.
package struct DisplayName: Hashable, Sendable {
    package let value: String

    /// Normalises and checks `raw`; throws `InvalidValue` for field `display_name`.
    package init(_ raw: String) throws(InvalidValue) {
        let name = raw.precomposedStringWithCanonicalMapping.trimmingCharacters(in: .whitespaces)
        guard (1...100).contains(name.unicodeScalars.count), !name.unicodeScalars.contains(where: Self.isHidden) else {
            throw InvalidValue(field: "display_name", value: raw, expected: "1 to 100 characters on one line")
        }
        value = name
    }

    /// Controls, and what is not seen but turns the text around it (bidirectional overrides among the formats).
    static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: true
        default: false
        }
    }
}

extension DisplayName: CustomStringConvertible {
    package var description: String { value }
}

extension DisplayName: Codable {
    package init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}
