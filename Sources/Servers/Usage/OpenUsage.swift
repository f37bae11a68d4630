/// The interval of a server that goes on, and what is known of the session that it is part of.
///
/// It begins when admission gives the server its room and ends with its container, or where there was none with its
/// generation. What is written down is what is known: up to the last sample, or the last change of the server.
package struct OpenUsage: Hashable, Sendable, Codable {
    package let server: ServerID
    package let generation: Int
    package private(set) var subject: UsageSubject
    package private(set) var reserved: ReservedAmount
    package private(set) var began: Timestamp
    /// Up to when it is written down: `began` and the time that has passed.
    package private(set) var until: Timestamp
    /// The moment that `until` stands for.
    private var known: Moment
    /// Whether its container has ended: no time passes any more.
    private var hasEnded = false
    package private(set) var used = UsedAmount()
    private var run: Run
    package private(set) var session: Session

    /// The run of the container that is counted.
    fileprivate struct Run: Hashable, Codable {
        var container: ContainerID?
        var startedAt: Timestamp?
        /// What was read last, or its start; nil where what it used before is not known, and not counted.
        var base: UsageSample?
    }

    /// What is known so far of the session, over all of its intervals.
    package struct Session: Hashable, Sendable, Codable {
        package let began: Timestamp
        package let defaults: Resources?
        package let isRaised: Bool
        /// When it first answered.
        package var startedAt: Timestamp?
        /// How long it ran since.
        package var lasted = Duration.zero
        package var isResized = false
        package var peakMemory: Bytes?
        package var peakCores: Double?
    }

    /// How far the clock may be ahead of the time that has passed before it counts as set. Less than that adds up from a
    /// clock that is only kept true.
    package static let clockSlack = Duration.seconds(60)

    /// Begins for a server that was admitted, not before its last interval ended; nil for one that was not, or is on its way
    /// out.
    init?(_ tracked: TrackedServer, at moment: Moment, notBefore: Timestamp?) {
        guard let status = tracked.current, let spec = tracked.server.spec else { return nil }
        switch status.phase {
        case .launched, .startInitiated, .started: break
        case .accepted, .killInitiated, .finished: return nil
        }
        server = status.server
        generation = status.generation
        subject = UsageSubject(
            key: tracked.server.key, groups: spec.identity.groups, profile: spec.profile, node: status.node,
            image: status.image)
        reserved = ReservedAmount(status.reservation ?? Reservation(resources: spec.resources, gpus: spec.gpus))
        began = max(moment.at, notBefore ?? moment.at)
        until = began
        known = moment
        let isNew = status.container == nil
        run = Run(
            container: status.container, startedAt: status.containerStartedAt,
            base: isNew ? UsageSample(moment: moment, cpu: .zero, memory: nil) : nil)
        session = Session(began: began, defaults: spec.defaults, isRaised: spec.isAboveDefaults)
        if status.phase == .started { session.startedAt = began }
    }
}

// MARK: Time and samples

extension OpenUsage {
    /// The interval as far as it is written down.
    package var interval: UsageInterval {
        UsageInterval(
            server: server, generation: generation, subject: subject, reserved: reserved, began: began, ended: until,
            used: used)
    }

    /// The same; none while there is nothing in it.
    package var present: [UsageInterval] { until > began || used.cpu > .zero ? [interval] : [] }

    /// Lets the time up to `moment` pass; answers what ended by that. A clock that was set ahead makes a new interval begin
    /// where it stands then, one that was set back makes none; so does a new day by UTC, so that reports of some days need
    /// not guess. Where the machine was started anew, what was known is all that there was.
    mutating func pass(to moment: Moment) -> [UsageInterval] {
        guard !hasEnded else { return [] }
        guard let passed = moment.since(known) else {
            known = moment
            return cut(at: moment.at)
        }
        guard passed > .zero else { return [] }
        until = until + passed
        known = moment
        if session.startedAt != nil { session.lasted += passed }
        if moment.at - until > Self.clockSlack { return cut(at: moment.at) }
        return until.day > began.day ? cut(at: until) : []
    }

    /// Takes what samples showed, and lets the time up to the last of them pass.
    mutating func take(_ span: UsageSpan) -> [UsageInterval] {
        guard !hasEnded, run.container == span.container else { return [] }
        var closed: [UsageInterval] = []
        if span.last.moment.since(known) == nil {
            closed = pass(to: span.first.moment)
            run.base = UsageSample(moment: span.first.moment, cpu: .zero, memory: nil)
        }
        if let base = run.base, !span.last.isLater(than: base) { return closed }
        let more = run.use(of: span)
        used += more
        session.peakMemory = [session.peakMemory, more.peakMemory].compactMap(\.self).max()
        session.peakCores = [session.peakCores, more.peakCores].compactMap(\.self).max()
        return closed + pass(to: span.last.moment)
    }

    /// Its container has ended: at `finishedAt` by the engine's clock where that can be, else at `moment`, when that was seen.
    mutating func end(at finishedAt: Timestamp?, seen moment: Moment) -> [UsageInterval] {
        guard !hasEnded else { return [] }
        var closed: [UsageInterval] = []
        // What ended with its machine ended nobody knows when: what is known is all.
        if let unknown = moment.since(known) {
            let age = finishedAt.map { max(moment.at - $0, .zero) } ?? .zero
            closed = pass(to: moment + (.zero - min(age, unknown)))
        }
        hasEnded = true
        return closed
    }

    private mutating func cut(at label: Timestamp) -> [UsageInterval] {
        let closed = present
        began = max(label, until)
        until = began
        used = UsedAmount()
        return closed
    }
}

// MARK: Changes of the server

extension OpenUsage {
    /// Takes what the server's status says now; answers what ended by that.
    mutating func follow(_ tracked: TrackedServer, at moment: Moment) -> [UsageInterval] {
        guard let status = tracked.status else { return [] }
        var closed: [UsageInterval] = []
        run.container = status.container ?? run.container
        subject.image = status.image ?? subject.image
        if let startedAt = status.containerStartedAt, startedAt != run.startedAt {
            if run.startedAt != nil { closed += startAnew(at: moment) }
            run.startedAt = startedAt
        }
        if let now = status.reservation.map({ ReservedAmount($0) }), now != reserved {
            closed += pass(to: moment) + cut(at: until)
            reserved = now
        }
        if status.phase == .started, session.startedAt == nil {
            closed += pass(to: moment)
            session.startedAt = until
        }
        if tracked.server.resize?.generation == generation { session.isResized = true }
        return closed
    }

    /// The container runs again, its counters at zero.
    private mutating func startAnew(at moment: Moment) -> [UsageInterval] {
        let closed = pass(to: moment) + cut(at: hasEnded ? moment.at : until)
        hasEnded = false
        known = moment
        run.base = UsageSample(moment: moment, cpu: .zero, memory: nil)
        return closed
    }
}

extension OpenUsage.Run {
    /// What a span adds to what was counted before it.
    fileprivate mutating func use(of span: UsageSpan) -> UsedAmount {
        var used = span.used
        var window = span.last.moment.since(span.first.moment) ?? .zero
        if let base {
            window = span.last.moment.since(base.moment) ?? .zero
            if span.first.isLater(than: base) {
                used += base.use(until: span.first)
            } else {
                // Part of it was counted already: its last sample tells the rest.
                used = base.use(until: span.last)
            }
        }
        if window >= UsedAmount.shortestWindow { used.peakCores = used.cpu / window }
        base = span.last
        return used
    }
}

extension Timestamp {
    /// Days since 1970 by UTC.
    fileprivate var day: Int64 { microseconds / 86_400_000_000 }
}

extension ServerSpec {
    /// Whether it was launched with more than its profile gives by itself.
    fileprivate var isAboveDefaults: Bool {
        guard let defaults else { return options.size != LaunchSize() }
        return resources.memory > defaults.memory || resources.cpu.burst > defaults.cpu.burst
            || resources.cpu.reserve > defaults.cpu.reserve
    }
}
