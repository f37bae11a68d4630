package import Servers
import Synchronization

/// The ledger in memory, keeping the contract of `UsageStore`.
struct UsageBook: Sendable {
    var open: [ServerID: OpenUsage] = [:]
    var intervals: [UsageInterval] = []
    var sessions: [UsageSession] = []

    func past(of server: ServerID, _ hasRequest: @escaping (ServerKey, Timestamp) -> Bool) -> UsageChange.Past {
        UsageChange.Past(
            lastEnd: { intervals.filter { $0.server == server }.map(\.ended).max() }, hasRequest: hasRequest)
    }

    mutating func write(_ change: UsageChange, of server: ServerID) {
        open[server] = change.open
        intervals += change.closed
        if let session = change.session { sessions.append(session) }
    }
}

extension MemoryServerStore: UsageStore {
    /// Every interval so far, the present ones last.
    package var usageIntervals: [UsageInterval] {
        state.withLock { state in
            state.usage.intervals + state.usage.open.values.sorted { $0.began < $1.began }.flatMap(\.present)
        }
    }

    /// Every session that ended so far.
    package var usageSessions: [UsageSession] { state.withLock { $0.usage.sessions } }

    package func keepUsage(_ spans: [UsageSpan]) async throws {
        try access { state in
            for span in spans {
                let (usage, server) = (state.usage, span.server)
                let change = try UsageChange(
                    usage.open[server], reading: span, of: { state.find(server) }, usage.past(of: server, hasRequest))
                state.usage.write(change, of: server)
            }
        }
    }

    package func noteEnd(_ end: UsageEnd) async throws {
        try access { state in state.usage.write(UsageChange(state.usage.open[end.server], end), of: end.server) }
    }

    package func usage(_ query: UsageQuery) async throws -> UsageReport {
        try access { state in
            let all = state.usage.intervals + state.usage.open.values.flatMap(\.present)
            return UsageReport(all.filter { query.owner == nil || $0.subject.key.owner == query.owner }, query)
        }
    }

    package func fits(since: Timestamp?, until: Timestamp?, owner: UserName?) async throws -> [ProfileFit] {
        try access { state in
            var tally = FitTally()
            for session in state.usage.sessions where session.isCounted {
                let isInTime = session.ended >= since ?? session.ended && session.ended < until ?? .distantFuture
                guard isInTime, owner == nil || session.subject.key.owner == owner else { continue }
                tally.count(session.fit, in: session.subject.profile)
            }
            return tally.fits
        }
    }

    /// Has the ledger follow what a server's status is now.
    func follow(_ tracked: TrackedServer, at now: Timestamp, _ state: inout State) throws {
        let server = tracked.server.id
        let change = try UsageChange(
            state.usage.open[server], after: tracked, at: Moment(at: now, uptime: uptime()),
            state.usage.past(of: server, hasRequest))
        state.usage.write(change, of: server)
    }
}

extension UsageReport {
    fileprivate init(_ intervals: [UsageInterval], _ query: UsageQuery) {
        let slices = intervals.compactMap { Slice($0, query) }
        var parts: [String: [Slice]] = [:]
        for slice in slices {
            for key in slice.keys(query.by) { parts[key, default: []].append(slice) }
        }
        self.init(
            rows: parts.sorted { $0.key < $1.key }.map { UsageSum($0.key, $0.value) }, total: UsageSum("", slices))
    }
}

/// The part of an interval that a query asks for.
private struct Slice {
    let interval: UsageInterval
    let time: Duration
    /// The part of what was used that counts.
    let share: Double

    init?(_ interval: UsageInterval, _ query: UsageQuery) {
        let since = query.since ?? .distantPast
        let until = query.until ?? .distantFuture
        guard interval.ended > since, interval.began < until else { return nil }
        self.interval = interval
        let whole = interval.ended - interval.began
        time = min(interval.ended, until) - max(interval.began, since)
        share = whole > .zero ? time / whole : 1
    }

    func keys(_ by: UsageKey) -> [String] {
        let subject = interval.subject
        return switch by {
        case .user: [subject.key.owner.value]
        case .group: subject.groups.isEmpty ? [""] : subject.groups
        case .profile: [subject.profile.value]
        case .server: [subject.key.description]
        }
    }
}

extension UsageSum {
    fileprivate init(_ key: String, _ slices: [Slice]) {
        func total(_ amount: (Slice, _ seconds: Double) -> Double) -> Double {
            slices.reduce(0) { $0 + amount($1, $1.time / .seconds(1)) }
        }
        self.init(
            key: key, servers: Set(slices.map(\.interval.server)).count,
            time: slices.reduce(.zero) { $0 + $1.time },
            reservedCPU: total { $0.interval.reserved.cpu.reserve.number * $1 },
            reservedMemory: total { Double($0.interval.reserved.memory.count) * $1 },
            reservedGPU: total { Double($0.interval.reserved.gpus) * $1 },
            usedCPU: total { slice, _ in slice.interval.used.cpu / .seconds(1) * slice.share },
            usedMemory: total { slice, _ in slice.interval.used.memory * slice.share },
            peakMemory: slices.compactMap(\.interval.used.peakMemory).max(),
            peakCores: slices.compactMap(\.interval.used.peakCores).max())
    }
}

extension Timestamp {
    fileprivate static let distantPast = Timestamp(microseconds: .min)
    fileprivate static let distantFuture = Timestamp(microseconds: .max)
}
