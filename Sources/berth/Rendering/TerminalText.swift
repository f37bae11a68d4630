/// Text from outside, made harmless for a terminal: what it could act on is shown instead.
enum TerminalText {
    /// One line: line ends and tabs are shown too, as `\n` and `\t`, other controls as `\u{1b}`.
    static func safe(_ text: String) -> String { escaped(text, keepingLines: false) }

    /// Text that may have lines and tabs.
    static func safeLines(_ text: String) -> String { escaped(text, keepingLines: true) }

    private static func escaped(_ text: String, keepingLines: Bool) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if keepingLines, scalar == "\n" || scalar == "\t" {
                result.append(scalar)
            } else if isHarmless(scalar) {
                result.append(scalar)
            } else {
                result.append(contentsOf: visible(scalar).unicodeScalars)
            }
        }
        return String(result)
    }

    private static func visible(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": "\\n"
        case "\t": "\\t"
        case "\r": "\\r"
        default: "\\u{\(String(scalar.value, radix: 16))}"
        }
    }

    /// Controls (C0, DEL, C1), what turns the writing direction, invisible characters and line separators are not;
    /// the joiner is, because emoji and several scripts are written with it.
    static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        case .format: scalar.value == 0x200D || scalar.value == 0x200C
        default: true
        }
    }
}

/// Makes a log harmless for a terminal as it comes, in pieces that may end inside a character.
struct LogText {
    private var rest: [UInt8] = []

    /// What of the bytes so far can be shown.
    mutating func take(_ bytes: [UInt8]) -> String {
        rest += bytes
        let whole = rest.count - Self.unfinished(rest)
        let text = String(decoding: rest[..<whole], as: UTF8.self)
        rest.removeFirst(whole)
        return TerminalText.safeLines(text.replacing("\r\n", with: "\n"))
    }

    /// What is left when no more comes.
    mutating func end() -> String {
        defer { rest = [] }
        return TerminalText.safeLines(String(decoding: rest, as: UTF8.self))
    }

    /// How many bytes at the end are the start of something: a character, or a `\r\n`.
    private static func unfinished(_ bytes: [UInt8]) -> Int {
        if bytes.last == UInt8(ascii: "\r") { return 1 }
        for (offset, byte) in bytes.reversed().prefix(3).enumerated() {
            if byte & 0b1100_0000 == 0b1000_0000 { continue }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length > offset + 1 ? offset + 1 : 0
        }
        return 0
    }
}
