import Accounts
import Control
import Servers

/// What admins say to all, above every page.
struct Banner {
    let drain: Drained?
    let broadcast: Said?

    /// That no launches are taken, and what becomes of what runs.
    struct Drained {
        let message: String
        /// When what runs is stopped; nil where that is not to come.
        let stops: ShownTime?
        /// What is said in place of it.
        let rest: String
    }

    struct Said {
        let message: String
        /// The word that gives it its colour.
        let kind: String
    }

    init(_ announcements: Announcements, at now: Timestamp) {
        drain = announcements.drain.map { drain in
            let isDue = drain.isDue(at: now)
            return Drained(
                message: drain.message.sentence, stops: isDue ? nil : drain.deadline.map { ShownTime($0) },
                rest: isDue ? "what runs is being stopped" : "what runs goes on")
        }
        broadcast = announcements.broadcast.map { Said(message: $0.message.value, kind: $0.level.kind) }
    }
}

extension OperatorText {
    /// With an end to it, so that another sentence may follow.
    fileprivate var sentence: String { value.last?.isPunctuation == true ? value : "\(value)." }
}

extension Notice.Level {
    /// The word that gives a note its colour.
    var kind: String {
        switch self {
        case .info: "info"
        case .warning: "wait"
        case .error: "bad"
        }
    }
}

extension UseCases {
    /// Why no server is started now, in an admin's words; nil while they are. Buttons that start one are off for so long.
    func whyNoneStarts() async -> String? {
        // A page is of use without it: who presses is told.
        (try? await readAnnouncements.drain())?.message.value
    }
}
