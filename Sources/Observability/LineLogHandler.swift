package import Foundation
package import Logging

/// A log handler that writes one line an event.
package struct LineLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let format: LogFormat
    private let output: any LogOutput
    private let now: @Sendable () -> Date

    package init(
        label: String, format: LogFormat, level: Logger.Level = .info, output: any LogOutput = StandardError(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.label = label
        self.format = format
        self.output = output
        self.now = now
        logLevel = level
    }

    package subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var all = metadata
        // What is nearer to the event wins: the task's over the logger's, the event's own over both.
        all.merge(metadataProvider?.get() ?? [:]) { _, nearer in nearer }
        all.merge(event.metadata ?? [:]) { _, nearer in nearer }
        if let error = event.error { all["error"] = "\(error)" }
        let line = LogLine(
            time: now(), level: event.level, label: label, message: event.message.description, metadata: all)
        output.write(line.rendered(format) + "\n")
    }
}

/// Where log lines go.
package protocol LogOutput: Sendable {
    /// Writes one line, its end included.
    func write(_ line: String)
}

/// The process's standard error. Each line is one system call, so that lines of two processes do not mix.
package struct StandardError: LogOutput {
    package init() {}

    package func write(_ line: String) {
        var rest = Array(line.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            // Nobody reads it any more: there is no one to tell.
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
