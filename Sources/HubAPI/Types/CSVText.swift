import Foundation

/// Rows of comma-separated values as RFC 4180 has them, safe to open with a spreadsheet: text that such a program would
/// take for a formula begins with an apostrophe.
package struct CSVText: Hashable, Sendable {
    package let headings: [String]
    package let rows: [[Cell]]

    package init(headings: [String], rows: [[Cell]]) {
        self.headings = headings
        self.rows = rows
    }

    package enum Cell: Hashable, Sendable {
        case text(String)
        /// Empty when nil.
        case number(Double?)
    }

    /// All of it, each line ended as the standard says.
    package var text: String {
        let lines = [headings.map(Self.quoted)] + rows.map { $0.map(\.text) }
        return lines.map { $0.joined(separator: ",") + "\r\n" }.joined()
    }

    /// What begins a formula in Excel, LibreOffice or Google Sheets, their wide forms too (OWASP, CSV injection).
    private static let formula: Set<Character> = ["=", "+", "-", "@", "\t", "\r", "\n", "\r\n", "＝", "＋", "－", "＠"]

    fileprivate static func quoted(_ text: String) -> String {
        let isFormula = text.drop { $0 == " " }.first.map(formula.contains) ?? false
        let safe = isFormula ? "'" + text : text
        let isPlain = !safe.contains { ",\"".contains($0) || $0.isNewline || $0 == "\t" } && safe.first != " "
        return isPlain ? safe : "\"\(safe.replacing("\"", with: "\"\""))\""
    }
}

extension CSVText.Cell {
    fileprivate var text: String {
        switch self {
        case .text(let text): CSVText.quoted(text)
        case .number(nil): ""
        case .number(let number?):
            number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
        }
    }
}

// MARK: What is answered so

extension LedgerModel {
    /// One line a row; the total is left out, as who sums the lines would count it again.
    package var csv: CSVText {
        CSVText(headings: [by] + LedgerRowModel.headings, rows: rows.map { [.text($0.key)] + $0.cells })
    }
}

extension LedgerRowModel {
    fileprivate static let headings = [
        "servers", "hours", "reserved_cpu_hours", "reserved_memory_byte_hours", "reserved_gpu_hours", "used_cpu_hours",
        "used_memory_byte_hours", "memory_share", "peak_memory_bytes", "peak_cpu_cores",
    ]

    fileprivate var cells: [CSVText.Cell] {
        [
            .number(Double(servers)), .number(hours), .number(reserved.cpu), .number(reserved.memory),
            .number(reserved.gpus), .number(used.cpu), .number(used.memory), .number(used.memoryShare),
            .number(used.peakMemory.map(Double.init)), .number(used.peakCPU),
        ]
    }
}

extension [IdleModel] {
    package var csv: CSVText {
        CSVText(
            headings: ["server", "unused_memory_byte_hours", "idle_seconds"] + LedgerRowModel.headings,
            rows: map { one in
                [.text(one.server), .number(one.unusedMemory), .number(one.idle.map(Double.init))] + one.usage.cells
            })
    }
}

extension DefaultsModel {
    package var csv: CSVText {
        CSVText(
            headings: [
                "profile", "sessions", "inside", "share", "raised", "resized", "requested", "out_of_memory",
                "memory_default", "memory_p50", "memory_p90", "memory_p95", "memory_suggested", "cpu_default",
                "cpu_p50",
                "cpu_p90", "cpu_p95", "cpu_suggested",
            ],
            rows: profiles.map { one in
                let counts = [one.sessions, one.inside].map(Double.init) + [one.share]
                let reasons = [one.raised, one.resized, one.requested, one.outOfMemory].map(Double.init)
                return [.text(one.profile)] + (counts + reasons).map { .number($0) } + one.memory.cells + one.cpu.cells
            })
    }
}

extension FitModel {
    fileprivate var cells: [CSVText.Cell] { [given, p50, p90, p95, suggested].map { .number($0) } }
}
