extension Notice {
    /// Tells that a server is about to be stopped by `warning`, at the time that the notice has. The same again while nothing
    /// has gone on in it is the same notice.
    ///
    /// - Parameter page: where it can be held off, for so long; nil where nothing holds it off.
    package init(_ warning: ServerVerdict, of server: TrackedServer, keep: (page: String, length: Duration)?) {
        let end = warning.verdict.changesAt ?? warning.at
        let since = warning.verdict.rule == .age ? warning.record.startedAt : warning.verdict.reasons.first?.at
        let marks = [since, server.idle.keptUntil].map { "\($0?.microseconds ?? 0)" }
        self.init(
            id: (["idle", "\(server.current?.container?.value.prefix(12) ?? "")"] + marks).joined(separator: "-"),
            kind: .idle, level: .warning, title: "This server stops", message: Self.message(warning), at: end,
            action: keep.map { Action(label: "Keep it for \($0.length.words)", url: $0.page) })
    }

    private static func message(_ warning: ServerVerdict) -> String {
        switch warning.verdict.rule {
        case .age: "It has run as long as it may. Save what you need; files stay."
        case .exempt, .unknown, .active, .kept, .minimumRun, .quietHours, .unlimited, .idle:
            "Nothing has gone on in it for \(warning.idleFor.roughly). Work in it, or keep it."
        }
    }
}
