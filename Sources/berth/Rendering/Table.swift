/// Rows under headings, aligned by display width. Cells are made safe for a terminal.
struct Table: Equatable, Sendable {
    let headings: [String]
    var rows: [[String]]

    /// One string a line, without trailing spaces; headings alone when there are no rows.
    var lines: [String] {
        let all = ([headings] + rows).map { $0.map { TerminalText.safe($0.isEmpty ? "-" : $0) } }
        let widths = headings.indices.map { column in
            all.map { column < $0.count ? DisplayWidth.of($0[column]) : 0 }.max() ?? 0
        }
        return all.map { row in
            let cells = zip(row, widths).map { DisplayWidth.padded($0, to: $1) }
            return cells.joined(separator: "   ").trimmingEnd()
        }
    }
}

/// Names and values, one a line: `phase    Running`. Values are made safe for a terminal.
struct Fields: Equatable, Sendable {
    var pairs: [(name: String, value: String)] = []

    /// Leaves out what is not known.
    mutating func add(_ name: String, _ value: String?) {
        if let value, !value.isEmpty { pairs.append((name, value)) }
    }

    var lines: [String] {
        let width = pairs.map { $0.name.count }.max() ?? 0
        return pairs.map { "\(DisplayWidth.padded($0.name, to: width))   \(TerminalText.safe($0.value))" }
    }

    static func == (left: Fields, right: Fields) -> Bool { left.lines == right.lines }
}

extension String {
    fileprivate func trimmingEnd() -> String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
