import Foundation

/// JSON for programs, harmless if it reaches a terminal all the same.
enum JSONText {
    /// Many lines, keys sorted.
    static func pretty(_ value: some Encodable) throws -> String {
        try text(value, [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    }

    /// One line, keys sorted.
    static func line(_ value: some Encodable) throws -> String {
        try text(value, [.sortedKeys, .withoutEscapingSlashes])
    }

    private static func text(_ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting
        let raw = String(decoding: try encoder.encode(value), as: UTF8.self)
        // Outside of strings there is nothing but ASCII and line ends, so this is an escape inside a string.
        var result = ""
        for scalar in raw.unicodeScalars {
            if scalar == "\n" || TerminalText.isHarmless(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                for unit in String(scalar).utf16 { result += "\\u" + hex(unit) }
            }
        }
        return result
    }

    private static func hex(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
