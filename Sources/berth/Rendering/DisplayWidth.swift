/// How many columns of a terminal a text takes.
enum DisplayWidth {
    static func of(_ text: some StringProtocol) -> Int { text.reduce(0) { $0 + of($1) } }

    /// The start of `text` that fits into `columns`, with `…` in place of what was cut.
    static func cut(_ text: String, to columns: Int) -> String {
        if of(text) <= columns { return text }
        var result = ""
        var used = 0
        for character in text {
            used += of(character)
            if used > columns - 1 { break }
            result.append(character)
        }
        return result + "…"
    }

    /// `text` with spaces up to `columns`.
    static func padded(_ text: String, to columns: Int) -> String {
        text + String(repeating: " ", count: max(columns - of(text), 0))
    }

    private static func of(_ character: Character) -> Int {
        // A variation selector 16 asks for the coloured, wide picture.
        if character.unicodeScalars.contains(where: { $0.value == 0xFE0F }) { return 2 }
        return character.unicodeScalars.map(of).max() ?? 0
    }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: 0
        default: wide.contains { $0.contains(scalar.value) } ? 2 : 1
        }
    }

    /// East Asian wide and full-width blocks, and emoji (Unicode Standard Annex 11, by block).
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x231A...0x231B, 0x23E9...0x23EC, 0x2614...0x2615, 0x26A1...0x26A1, 0x2705...0x2705,
        0x274C...0x274C, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
        0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
        0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x1FA70...0x1FAFF, 0x20000...0x3FFFD,
    ]
}
