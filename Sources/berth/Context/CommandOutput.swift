import Foundation

/// Where a command writes: results to one place, everything for people to another.
struct CommandOutput: Sendable {
    /// What `write` goes to: a terminal, or a file or pipe.
    var resultsAreOnTerminal: Bool
    /// What `note` goes to.
    var notesAreOnTerminal: Bool
    /// Columns of the terminal.
    var width: Int
    /// Rows of the terminal.
    var height = 24
    /// Unchanged bytes to the results.
    var writeBytes: @Sendable ([UInt8]) -> Void
    /// Unchanged text to the notes.
    var writeNote: @Sendable (String) -> Void

    /// A line of results. Text from outside must have gone through `TerminalText` already where columns matter.
    func write(_ line: String) { writeBytes(Array((line + "\n").utf8)) }

    /// A line for people; what could harm a terminal is made visible.
    func note(_ line: String) { writeNote(TerminalText.safe(line) + "\n") }

    func warn(_ line: String) { note("Warning: \(line)") }
}

extension CommandOutput {
    /// The process's own.
    static func standard(environment: [String: String]) -> CommandOutput {
        let terminal = terminalSize()
        let columns = environment["COLUMNS"].flatMap { Int($0) } ?? terminal?.columns ?? 80
        return CommandOutput(
            resultsAreOnTerminal: isatty(STDOUT_FILENO) == 1,
            notesAreOnTerminal: isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb",
            width: min(max(columns, 20), 1000), height: min(max(terminal?.rows ?? 24, 3), 1000),
            writeBytes: { Self.writeAll($0, to: STDOUT_FILENO) },
            writeNote: { Self.writeAll(Array($0.utf8), to: STDERR_FILENO) })
    }

    private static func terminalSize() -> (columns: Int, rows: Int)? {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Gives up when the other end is gone: nobody reads it then.
    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { return }
            rest = rest.dropFirst(count)
        }
    }
}
