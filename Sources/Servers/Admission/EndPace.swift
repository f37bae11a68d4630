/// How servers have been ending lately: what an estimate of the time in the queue is made of. Kept in memory.
package struct EndPace: Hashable, Sendable {
    private struct End: Hashable {
        let at: Timestamp
        let hadGPUs: Bool
    }

    private var ends: [End] = []

    /// Ends from longer ago say nothing of now.
    private static let window = Duration.seconds(3600)
    /// Ends that are kept.
    private static let most = 100
    /// Fewer ends are chance.
    private static let fewest = 3

    package init() {}

    /// Notes that an admitted server has ended.
    package mutating func note(at moment: Timestamp, hadGPUs: Bool) {
        ends.append(End(at: moment, hadGPUs: hadGPUs))
        if ends.count > Self.most { ends.removeFirst(ends.count - Self.most) }
    }

    /// How long a launch at `place` will wait about, if each end lets one in and they go on as in the last hour; nil when too
    /// few have ended to tell.
    package func estimate(_ place: QueuePlace, at now: Timestamp) -> Duration? {
        let needsGPUs = if case .gpus = place.shortage { true } else { false }
        let recent = ends.filter { now - $0.at <= Self.window && ($0.hadGPUs || !needsGPUs) }
        guard recent.count >= Self.fewest, let first = recent.map(\.at).min() else { return nil }
        return max((now - first) / recent.count * place.position, .seconds(1))
    }
}
