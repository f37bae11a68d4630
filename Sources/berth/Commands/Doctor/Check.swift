/// What `doctor` found about one thing.
struct Check: Encodable, Equatable, Sendable {
    enum Verdict: String, Encodable, Sendable { case ok, warn, fail }

    let name: String
    let verdict: Verdict
    let detail: String
    /// What to do about it.
    let advice: String?

    static func ok(_ name: String, _ detail: String) -> Check {
        Check(name: name, verdict: .ok, detail: detail, advice: nil)
    }

    static func warn(_ name: String, _ detail: String, advice: String) -> Check {
        Check(name: name, verdict: .warn, detail: detail, advice: advice)
    }

    static func fail(_ name: String, _ detail: String, advice: String) -> Check {
        Check(name: name, verdict: .fail, detail: detail, advice: advice)
    }

    /// One line, or two with advice; safe for a terminal.
    var lines: [String] {
        let mark = DisplayWidth.padded(verdict.rawValue, to: 4)
        let what = DisplayWidth.padded(name, to: 13)
        let first = TerminalText.safe("\(mark)  \(what)  \(detail)")
        guard let advice else { return [first] }
        return [first, String(repeating: " ", count: 21) + TerminalText.safe(advice)]
    }
}
