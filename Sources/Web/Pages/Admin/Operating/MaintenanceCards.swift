import Accounts
import Control
import Servers

/// The drain that is on.
struct DrainCard {
    let message: String
    let since: String
    let by: String
    /// When what runs is stopped; nil: it goes on.
    let deadline: ShownTime?
    /// The form's target that ends it.
    let end: String

    init(_ drain: Drain, end: String) {
        message = drain.message.value
        since = drain.since.description
        by = drain.by
        deadline = drain.deadline.map { ShownTime($0) }
        self.end = end
    }
}

/// What is told to all.
struct BroadcastCard {
    let message: String
    let kind: String
    let since: String
    let by: String
    /// When it is over; nil: when it is withdrawn.
    let until: ShownTime?
    /// Nil: everybody.
    let filter: String?
    let withdraw: String

    init(_ told: Broadcast, withdraw: String) {
        message = told.message.value
        kind = told.level.kind
        since = told.at.description
        by = told.by
        until = told.until.map { ShownTime($0) }
        filter = told.filter.isEmpty ? nil : told.filter
        self.withdraw = withdraw
    }
}

/// What a drain or a broadcast would do, and the button that does it.
struct MaintenancePreview {
    let title: String
    /// As everybody will read it.
    let message: String
    let kind: String
    let facts: [Fact]
    let action: String
    let hidden: [Field]
    let label: String
    let back: String

    /// A sentence with a time in it, or none.
    struct Fact {
        let words: String
        var time: ShownTime?
        var rest = "."
    }

    struct Field {
        let name: String
        let value: String
    }

    init(_ preview: ManageDrain.Preview, action: String, back: String) {
        let drain = preview.drain
        title = "Take no launches?"
        (message, kind) = (drain.message.value, "wait")
        let up = preview.up == 1 ? "1 server is up now" : "\(preview.up) servers are up now"
        let end = drain.deadline.map { deadline in
            Fact(
                words: "\(up). People are told, and what still runs is stopped at", time: ShownTime(deadline),
                rest: "; files stay.")
        }
        facts = [
            Fact(
                words: "Launches are refused with these words until you end it; what waits in the queue goes on waiting"
            ),
            end ?? Fact(words: "\(up): what runs goes on"),
        ]
        hidden = Self.given([("message", drain.message.value), ("deadline", drain.deadline?.description)])
        label = "Take no launches"
        (self.action, self.back) = (action, back)
    }

    init(_ preview: ManageBroadcast.Preview, action: String, back: String) {
        let told = preview.broadcast
        title = told.filter.isEmpty ? "Tell everybody?" : "Tell those of \(told.filter)?"
        (message, kind) = (told.message.value, told.level.kind)
        let reach = preview.reach == 1 ? "1 server that runs" : "\(preview.reach) servers that run"
        facts = [
            Fact(words: "It is shown in \(reach) now, in those that start later, and on the pages of their people"),
            told.until.map { Fact(words: "It is over at", time: ShownTime($0)) }
                ?? Fact(words: "It stands until you withdraw it"),
        ]
        hidden = Self.given([
            ("message", told.message.value), ("level", told.level.rawValue), ("until", told.until?.description),
            ("filter", told.filter),
        ])
        label = "Tell it"
        (self.action, self.back) = (action, back)
    }

    private static func given(_ values: [(String, String?)]) -> [Field] {
        values.compactMap { name, value in value.map { Field(name: name, value: $0) } }
    }
}
