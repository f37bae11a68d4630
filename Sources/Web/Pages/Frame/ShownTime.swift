import Servers

/// A moment as templates take it: for scripts, which say it by the reader's own clock, and for who has none.
struct ShownTime {
    let at: String
    let shown: String

    init(_ time: Timestamp) {
        at = time.description
        shown = time.forPages
    }
}
