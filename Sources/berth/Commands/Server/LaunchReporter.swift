import HubAPI

/// Shows a launch as it goes: one line that is redrawn on a terminal, else a line for each new step.
actor LaunchReporter {
    private let output: CommandOutput
    private let format: OutputFormat
    private let start: Duration
    private var line: LaunchLine

    init(output: CommandOutput, format: OutputFormat, start: Duration) {
        self.output = output
        self.format = format
        self.start = start
        line = LaunchLine(redraws: output.notesAreOnTerminal, width: output.width)
    }

    /// Shows a step; as JSON also on the results.
    func show(_ event: ProgressEvent, _ now: Duration) {
        if format == .json, line.isNew(event), let text = try? JSONText.line(event) { output.write(text) }
        write(line.event(event, after: now - start))
    }

    /// Redraws the time that has passed.
    func tick(_ now: Duration) { write(line.tick(after: now - start)) }

    /// Takes the redrawn line away.
    func clear() { write(line.end()) }

    private func write(_ text: String?) {
        if let text { output.writeNote(text) }
    }
}

/// What is written for the steps of a launch. Pure.
struct LaunchLine: Equatable, Sendable {
    /// Whether the same line is written again and again, as on a terminal.
    let redraws: Bool
    let width: Int
    private var last: ProgressEvent?

    init(redraws: Bool, width: Int) {
        self.redraws = redraws
        self.width = width
    }

    /// Whether the step differs from the one before.
    func isNew(_ event: ProgressEvent) -> Bool { event != last }

    /// What to write for a step; nil when there is nothing new to say.
    mutating func event(_ event: ProgressEvent, after elapsed: Duration) -> String? {
        let wasNew = isNew(event)
        last = event
        if redraws { return drawn(event, elapsed) }
        return wasNew ? text(event, elapsed) + "\n" : nil
    }

    /// What to write because time has passed; nil where lines are not redrawn.
    func tick(after elapsed: Duration) -> String? {
        guard redraws, let last else { return nil }
        return drawn(last, elapsed)
    }

    /// What takes the redrawn line away; nil when there is none.
    mutating func end() -> String? {
        defer { last = nil }
        return redraws && last != nil ? Self.erase : nil
    }

    private func drawn(_ event: ProgressEvent, _ elapsed: Duration) -> String {
        Self.erase + DisplayWidth.cut(text(event, elapsed), to: width - 1)
    }

    private func text(_ event: ProgressEvent, _ elapsed: Duration) -> String {
        let percent = "\(min(max(event.progress, 0), 100))%"
        let padding = String(repeating: " ", count: 4 - percent.count)
        return "\(padding)\(percent)  \(TimeText.elapsed(elapsed))  \(TerminalText.safe(event.message))"
    }

    /// To the first column, and all of the line gone.
    private static let erase = "\r\u{1B}[2K"
}
