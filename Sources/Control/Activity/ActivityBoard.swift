package import Servers
import Synchronization

/// What was seen of started servers' activity: kept in memory, and in the store for the next process.
package final class ActivityBoard: Sendable {
    fileprivate struct Entry {
        /// Which launch the look and the sample are of.
        var generation: Int?
        var evidence: [Evidence] = []
        var look = ActivityRecord.Look.unknown("it was not looked at yet")
        /// What its container used at the looks before.
        var samples = UsageSamples()
        /// Whether the store has other evidence.
        var isChanged = false
    }

    private let entries = Mutex<[ServerID: Entry]>([:])

    init() {}

    /// All that is known of a started server, for a verdict; nil for one that is not started.
    package func record(of tracked: TrackedServer) -> ActivityRecord? {
        StartedServer(tracked).map { all.record(of: $0) }
    }

    /// When something was last seen to go on in a started server: `now` while a kernel is busy.
    func lastActivity(of tracked: TrackedServer, at now: Timestamp) -> Timestamp? {
        guard tracked.phase == .started else { return nil }
        return entries.withLock { $0[tracked.server.id] }?.evidence.lastActivity(at: now)
    }

    /// What is known now of all of them.
    var all: Snapshot { Snapshot(entries: entries.withLock { $0 }) }

    /// What was known at one moment, for lists of many servers.
    struct Snapshot: Sendable {
        fileprivate let entries: [ServerID: Entry]

        func record(of server: StartedServer) -> ActivityRecord {
            let entry = entries[server.id] ?? Entry()
            let people = [
                server.usedAt.map { Evidence(.person, at: $0) }, server.idle.keptUntil.map { Evidence(.keep, at: $0) },
            ].compactMap(\.self)
            return ActivityRecord(
                startedAt: server.startedAt, evidence: entry.evidence + people,
                look: entry.generation == server.generation ? entry.look : Entry().look,
                notifiedAt: server.idle.warnedAt)
        }

        /// What is to be done with a started server that has its spec and status; nil with one that is not started.
        func verdict(on entry: FleetEntry, by terms: IdleTerms, at now: Timestamp) -> ReapVerdict? {
            StartedServer(entry).map { server in
                let policy = terms.policy(of: entry.key.owner, profile: entry.spec?.profile)
                return reapVerdict(record(of: server).byClock(at: now), policy, now: now)
            }
        }

        /// When a started server was last used, or busy, or launched; nil for one that is not started.
        func lastActivity(of entry: FleetEntry, at now: Timestamp) -> Timestamp? {
            guard entry.phase == .started, let status = entry.status else { return nil }
            let seen = entries[entry.id]?.evidence.lastActivity(at: now)
            return [seen, status.usedAt, status.launchedAt].compactMap(\.self).max()
        }
    }

    // MARK: What the watcher finds

    /// Takes what a look at a server's `generation` found, on a machine with so many processes for each core.
    func note(
        _ reading: NotebookReading, usage: ContainerUsage?, of server: ServerID, generation: Int, at now: Timestamp,
        crowding: Double = 1
    ) {
        entries.withLock { entries in
            var entry = entries[server] ?? Entry()
            if entry.generation != generation { (entry.generation, entry.samples) = (generation, UsageSamples()) }
            let ofProcesses = entry.samples.take(usage, at: now, crowding: crowding)
            var found = ofProcesses ?? []
            switch reading {
            case .known(let activity):
                found += activity.evidence(at: now)
                entry.look =
                    ofProcesses == nil ? .unknown("what its processes use is not known yet") : .complete(at: now)
            case .unknown(let why): entry.look = .unknown(why)
            }
            entry.change(entry.evidence.updated(with: found, ofNotebook: reading.isKnown))
            entries[server] = entry
        }
    }

    /// The host's clock was set: all counts anew from `now`.
    func clockWasSet(at now: Timestamp) {
        entries.withLock { entries in
            entries = entries.mapValues { entry in
                var entry = entry
                entry.samples = UsageSamples()
                entry.change(entry.evidence.clockWasSet(at: now))
                return entry
            }
        }
    }

    /// Makes the board know these servers and no others, with nothing of those that are new to it.
    func keep(only servers: Set<ServerID>) {
        entries.withLock { entries in
            for (server, entry) in entries where !servers.contains(server) {
                // The store is told to forget it, and then it goes from here.
                entries[server] = entry.evidence.isEmpty && !entry.isChanged ? nil : Entry(isChanged: true)
            }
            for server in servers where entries[server] == nil { entries[server] = Entry() }
        }
    }

    // MARK: The store

    /// Takes over what an earlier process kept, older than all that is here.
    func restore(_ kept: [ServerID: [Evidence]]) {
        entries.withLock { entries in
            for (server, evidence) in kept {
                entries[server, default: Entry()].evidence = evidence.updated(
                    with: entries[server]?.evidence ?? [], ofNotebook: false)
            }
        }
    }

    /// What the store does not have yet; counts as kept from here on.
    func takeChanges() -> [ServerID: [Evidence]] {
        entries.withLock { entries in
            let changed = entries.filter(\.value.isChanged)
            for server in changed.keys { entries[server]?.isChanged = false }
            return changed.mapValues(\.evidence)
        }
    }

    /// The store could not keep them: they are changes again.
    func putBack(_ servers: some Sequence<ServerID>) {
        entries.withLock { entries in
            for server in servers { entries[server]?.isChanged = true }
        }
    }
}

extension ActivityBoard.Entry {
    fileprivate mutating func change(_ next: [Evidence]) {
        if next != evidence { (evidence, isChanged) = (next, true) }
    }
}
