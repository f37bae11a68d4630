import Servers

/// How fast servers are read, one after another, again and again.
struct ReadingPace: Hashable, Sendable {
    /// From one reading of a server to its next, while they are few.
    let interval: Duration
    /// The most readings that begin in a second, however many servers there are.
    let perSecond: Int

    /// How long it takes to read `count` servers once.
    func round(of count: Int) -> Duration { max(interval, Duration.seconds(1) * count / perSecond) }

    /// When in its round each of `count` servers has its turn: spread evenly, each somewhere in its own share.
    func offsets(of count: Int) -> [Duration] {
        let share = round(of: count) / max(count, 1)
        return (0..<count).map { share * $0 + share * Double.random(in: 0..<1) }
    }
}

/// Whose reading may begin: bounded in number, never two of one server, and the seldomer the longer one has failed.
struct ReadingTurns: Hashable, Sendable {
    /// Readings under way at most; who finds none free misses a turn instead of waiting.
    let width: Int
    private var underWay: Set<ServerID> = []
    private var failures: [ServerID: Failures] = [:]

    private struct Failures: Hashable {
        /// In a row.
        var count = 0
        /// Turns still to be left out.
        var rest = 0
    }

    /// Turns that are left out at most after one that failed.
    private static let longestRest = 16

    init(width: Int) { self.width = width }

    /// Whether this server's reading begins now.
    mutating func begin(_ server: ServerID) -> Bool {
        guard !underWay.contains(server), underWay.count < width else { return false }
        if let failed = failures[server], failed.rest > 0 {
            failures[server]?.rest -= 1
            return false
        }
        underWay.insert(server)
        return true
    }

    /// Notes that it ended, and whether well.
    mutating func end(_ server: ServerID, well: Bool) {
        underWay.remove(server)
        guard !well else {
            failures[server] = nil
            return
        }
        var failed = failures[server] ?? Failures()
        failed.count += 1
        failed.rest = min(1 << min(failed.count - 1, 8), Self.longestRest)
        failures[server] = failed
    }

    /// Forgets what failed of all but these.
    mutating func keep(only servers: Set<ServerID>) {
        failures = failures.filter { servers.contains($0.key) }
    }
}
