import Testing

@testable import berth

@Suite("Text from outside on a terminal")
struct TerminalTextTests {
    @Test(
        "What a terminal could act on is shown instead",
        arguments: [
            ("plain", "plain"), ("\u{1B}[31mred", "\\u{1b}[31mred"), ("a\rb", "a\\rb"), ("a\nb", "a\\nb"),
            ("bell\u{07}", "bell\\u{7}"), ("\u{9B}31m", "\\u{9b}31m"), ("\u{7F}", "\\u{7f}"),
            ("abc\u{202E}cba", "abc\\u{202e}cba"), ("\u{2028}", "\\u{2028}"), ("a\u{200B}b", "a\\u{200b}b"),
            ("Zoë 日本 👩‍🔬", "Zoë 日本 👩‍🔬"),
        ])
    func safe(text: String, shown: String) {
        #expect(TerminalText.safe(text) == shown)
    }

    @Test("A log keeps its lines and tabs, and nothing else")
    func log() {
        var log = LogText()
        #expect(log.take(Array("a\tb\r\nc\u{1B}]0;title\u{07}\n".utf8)) == "a\tb\nc\\u{1b}]0;title\\u{7}\n")
        #expect(log.end() == "")
    }

    @Test("A character that comes in pieces is put together", arguments: 1...7)
    func pieces(size: Int) {
        let text = "é日👩\r\nx"
        let bytes = Array(text.utf8)
        var log = LogText()
        var shown = ""
        for start in stride(from: 0, to: bytes.count, by: size) {
            shown += log.take(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        #expect(shown + log.end() == "é日👩\nx")
    }

    @Test("Bytes that are no text do not stay behind")
    func noText() {
        var log = LogText()
        #expect(log.take([0xFF, 0xFE, 0x41]).hasSuffix("A"))
        #expect(log.take([0x80, 0x80, 0x80, 0x80]) == "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}")
        #expect(log.take([0xF0, 0x9F]) == "")
        #expect(log.end() == "\u{FFFD}")
    }

    @Test("JSON for programs has no control character in it, and means the same")
    func json() throws {
        let text = try JSONText.line(["a": "\u{1B}[2J\u{9B}\u{202E}"])
        #expect(text == #"{"a":"\u001b[2J\u009b\u202e"}"#)
    }
}

@Suite("Columns")
struct TableTests {
    @Test(
        "Width is counted in columns",
        arguments: [("abc", 3), ("日本", 4), ("é", 1), ("e\u{301}", 1), ("👩‍🔬", 2), ("", 0), ("ｱ", 1), ("Ａ", 2)])
    func width(text: String, columns: Int) {
        #expect(DisplayWidth.of(text) == columns)
    }

    @Test("Columns line up whatever is in them, and escape sequences are shown")
    func table() {
        let table = Table(headings: ["NAME", "N"], rows: [["日本", "1"], ["abcde", "2"], ["\u{1B}[0m", ""]])
        #expect(table.lines == ["NAME        N", "日本        1", "abcde       2", "\\u{1b}[0m   -"])
    }

    @Test(
        "A line is cut to the terminal's width",
        arguments: [("abcdef", 4, "abc…"), ("abcd", 4, "abcd"), ("日本語", 4, "日…"), ("日本", 4, "日本")])
    func cut(text: String, columns: Int, shown: String) {
        #expect(DisplayWidth.cut(text, to: columns) == shown)
    }
}
