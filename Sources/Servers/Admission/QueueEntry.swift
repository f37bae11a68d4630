/// Where a launch stands in the queue, with how long it may take.
package struct QueueEntry: Hashable, Sendable {
    package let place: QueuePlace
    /// Nil when that is not known.
    package let estimate: Duration?

    package init(place: QueuePlace, estimate: Duration?) {
        self.place = place
        self.estimate = estimate
    }
}

extension QueueEntry: CustomStringConvertible {
    /// For people: `2 of 5; memory: needs 4 GiB, 1.5 GiB is free; about 3 min`.
    package var description: String {
        let wait = estimate.map { "; about \(Self.text($0))" } ?? ""
        return "\(place.position) of \(place.length); \(place.shortage)\(wait)"
    }

    private static func text(_ wait: Duration) -> String {
        switch wait.components.seconds {
        case let seconds where seconds < 90: "\(max(seconds, 1)) s"
        case let seconds where seconds < 5400: "\((seconds + 30) / 60) min"
        case let seconds: "\((seconds + 1800) / 3600) h"
        }
    }
}
