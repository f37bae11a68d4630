import Foundation

/// The person's terminal, whatever standard input and output are.
enum Terminal {
    /// Shows `prompt` and reads a line; nil where there is no terminal, or it ended. What is `secret` is not echoed.
    /// Throws `CancellationError` when Ctrl-C was pressed at a secret.
    static func ask(_ prompt: String, secret: Bool) throws -> String? {
        let terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard terminal >= 0 else { return nil }
        defer { close(terminal) }
        var before = termios()
        let hides = secret && tcgetattr(terminal, &before) == 0
        if hides {
            var quiet = before
            quiet.c_lflag &= ~tcflag_t(ECHO | ISIG)
            // Ctrl-C ends the line instead of the process, which would leave the terminal without its echo.
            withUnsafeMutableBytes(of: &quiet.c_cc) { $0[Int(VEOL)] = interrupt }
            tcsetattr(terminal, TCSAFLUSH, &quiet)
        }
        defer { if hides { tcsetattr(terminal, TCSAFLUSH, &before) } }
        write(prompt, to: terminal)
        let line = readLine(from: terminal)
        if secret { write("\n", to: terminal) }
        guard let line else { return nil }
        guard line.last != interrupt else { throw CancellationError() }
        return String(decoding: line, as: UTF8.self)
    }

    private static let interrupt: UInt8 = 3
    private static let longest = 4096

    private static func write(_ text: String, to terminal: Int32) {
        let bytes = Array(text.utf8)
        _ = Foundation.write(terminal, bytes, bytes.count)
    }

    /// Without its line feed; nil at the end of input.
    private static func readLine(from terminal: Int32) -> [UInt8]? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while line.count < longest {
            let count = read(terminal, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return line.isEmpty ? nil : line }
            if byte == UInt8(ascii: "\n") { return line }
            line.append(byte)
            if byte == interrupt { return line }
        }
        return line
    }
}
