import Servers

/// A moment as templates take it: for scripts, which say it by the reader's own clock, and for who has none.
struct ShownTime {
    let at: String
    let shown: String

    /// - Parameter seconds: whether what is shown says them, too.
    init(_ time: Timestamp, seconds: Bool = false) {
        at = time.description
        shown = seconds ? time.forPagesToTheSecond : time.forPages
    }
}

extension Timestamp {
    /// `2026-11-23 22:37 UTC`.
    var forPages: String { description.prefix(16).replacing("T", with: " ") + " UTC" }

    /// `2026-11-23 22:37:53 UTC`.
    fileprivate var forPagesToTheSecond: String {
        toTheSecond.replacing("T", with: " ").replacing("Z", with: " UTC")
    }
}
