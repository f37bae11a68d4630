/// What was used in some time. What no sample tells is not in it.
package struct UsedAmount: Hashable, Sendable, Codable {
    /// Processor time.
    package var cpu = Duration.zero
    /// Byte-seconds: memory times the time that it was held, between samples as if it had changed evenly.
    package var memory = 0.0
    /// The most memory of all samples; nil without any.
    package var peakMemory: Bytes?
    /// The most cores, each time on average over at least `shortestWindow`; nil where no such time was measured.
    package var peakCores: Double?

    package init() {}

    /// What shorter bursts than this take says nothing of the size that a server needs: every kernel takes a whole core for
    /// its first second.
    package static let shortestWindow = Duration.seconds(30)

    package static func += (sum: inout UsedAmount, more: UsedAmount) {
        sum.cpu += more.cpu
        sum.memory += more.memory
        sum.peakMemory = [sum.peakMemory, more.peakMemory].compactMap(\.self).max()
        sum.peakCores = [sum.peakCores, more.peakCores].compactMap(\.self).max()
    }
}

/// What a container's counters were at one moment.
package struct UsageSample: Hashable, Sendable, Codable {
    /// When it was read, by the host's clocks.
    package let moment: Moment
    /// Processor time used since the container started.
    package let cpu: Duration
    /// In use; nil at the start of a container, of which there is no sample.
    package let memory: Bytes?

    package init(moment: Moment, cpu: Duration, memory: Bytes?) {
        self.moment = moment
        self.cpu = cpu
        self.memory = memory
    }

    /// What was used from here to a later sample, peaks of cores left out. A counter that is behind is that of a container
    /// that was started anew.
    func use(until next: UsageSample) -> UsedAmount {
        var used = UsedAmount()
        used.cpu = next.cpu >= cpu ? next.cpu - cpu : next.cpu
        used.peakMemory = next.memory
        if let passed = next.moment.since(moment), let before = memory, let after = next.memory {
            used.memory = (Double(before.count) + Double(after.count)) / 2 * (passed / .seconds(1))
        }
        return used
    }

    func isLater(than other: UsageSample) -> Bool { (moment.since(other.moment) ?? .microseconds(1)) > .zero }
}

/// What the samples of one container showed from a first to a last: what was not written down yet.
package struct UsageSpan: Hashable, Sendable {
    package let server: ServerID
    package let container: ContainerID
    package let first: UsageSample
    package private(set) var last: UsageSample
    /// Between the two.
    package private(set) var used = UsedAmount()

    package init(of server: ServerID, _ container: ContainerID, first: UsageSample) {
        self.server = server
        self.container = container
        self.first = first
        last = first
        used.peakMemory = first.memory
    }

    /// Goes on to the next sample; one that is not later changes nothing.
    package mutating func take(_ sample: UsageSample) {
        guard sample.isLater(than: last) else { return }
        used += last.use(until: sample)
        last = sample
    }

    /// Goes on with a later span of the same container.
    package mutating func append(_ later: UsageSpan) {
        guard later.first.isLater(than: last) else { return take(later.last) }
        used += last.use(until: later.first)
        used += later.used
        last = later.last
    }
}
