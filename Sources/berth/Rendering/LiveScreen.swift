/// A terminal's other screen, drawn over again and again; what was on the first is there again afterwards.
struct LiveScreen: Sendable {
    let output: CommandOutput
    /// Whether there is one: nothing is written else.
    let isShown: Bool

    func open() { write("\u{1B}[?1049h\u{1B}[?25l\u{1B}[2J") }

    func close() { write("\u{1B}[?25h\u{1B}[?1049l") }

    /// Draws lines, which must be safe for a terminal already, in place of what was there; what does not fit is cut.
    func draw(_ lines: [String]) {
        let rows = output.height - 1
        let shown = lines.count <= rows ? lines : lines.prefix(rows - 1) + ["… \(lines.count - rows + 1) more"]
        // Each line takes away the rest of what was there, so that nothing flickers.
        let text = shown.map { DisplayWidth.cut($0, to: output.width) + "\u{1B}[K\r\n" }.joined()
        write("\u{1B}[H" + text + "\u{1B}[J")
    }

    private func write(_ text: String) {
        if isShown { output.writeBytes(Array(text.utf8)) }
    }
}
