/// Samples of what one container uses, as looks find them, one after another.
package struct UsageSamples: Hashable, Sendable {
    /// The last that a window began or ended with, and the one before it.
    private var last: ContainerUsage?
    private var before: ContainerUsage?
    /// Whether a look may find no newer sample and still know enough: once after each that did. Where servers are many,
    /// samples come no more often than looks.
    private var mayRepeat = false
    /// Whether the last was compared with one before it.
    private var isCompared = false

    /// Younger samples are good enough for any number of looks.
    private static let young = Duration.seconds(10)

    package init() {}

    /// What its processes did until the next sample; nil when that is not known at `now`, as with the first sample.
    ///
    /// One that follows its predecessor at once is compared with the one before that.
    package mutating func take(_ next: ContainerUsage?, at now: Timestamp, crowding: Double = 1) -> [Evidence]? {
        guard let next else { return nil }
        if next.at == last?.at {
            let isYoung = (.zero..<Self.young).contains(now - next.at)
            defer { mayRepeat = mayRepeat && isYoung }
            return isCompared && (mayRepeat || isYoung) ? [] : nil
        }
        let isShort = last.map { (.zero..<UsageWindow.shortest).contains(next.at - $0.at) } ?? false
        let window = (isShort ? before : last).flatMap { UsageWindow(from: $0, to: next) }
        if !isShort { (before, last) = (last, next) }
        (mayRepeat, isCompared) = (window != nil, window != nil)
        return window?.evidence(crowding: crowding)
    }
}
