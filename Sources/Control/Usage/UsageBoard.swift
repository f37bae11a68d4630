package import Servers
import Synchronization

/// What started servers use, as last read: kept in memory, forgotten when a server ends, read anew by each process.
package final class UsageBoard: Sendable {
    private let tracks = Mutex<[ServerID: UsageTrack]>([:])
    /// What the ledger does not have yet.
    private let spans = Mutex<[ContainerID: UsageSpan]>([:])

    init() {}

    /// What a started server uses; nil while that is not known.
    package func usage(of tracked: TrackedServer) -> ServerUsage? {
        guard tracked.phase == .started, let container = tracked.current?.container else { return nil }
        let track = tracks.withLock { $0[tracked.server.id] }
        return track?.container == container ? track?.shown : nil
    }

    /// What every server uses now, as far as that is known.
    var all: Snapshot { Snapshot(tracks: tracks.withLock { $0 }) }

    /// What servers used at one moment, for lists of many.
    struct Snapshot: Sendable {
        fileprivate let tracks: [ServerID: UsageTrack]

        /// What a line of the fleet uses; nil while it is not started, or not read yet.
        func usage(of entry: FleetEntry) -> ServerUsage? {
            guard entry.phase == .started, let container = entry.status?.reached?.container,
                let track = tracks[entry.id], track.container == container
            else { return nil }
            return track.shown
        }
    }

    /// The latest sample of a server's container.
    func sample(of server: ServerID, container: ContainerID) -> ContainerUsage? {
        let track = tracks.withLock { $0[server] }
        return track?.container == container ? track?.latest : nil
    }

    /// Takes a sample that was read at `moment`. One that shows no memory is of a container that does not run any more.
    func note(_ usage: ContainerUsage, of server: ServerID, container: ContainerID, at moment: Moment) {
        guard usage.memory.count > 0 else { return }
        let sample = UsageSample(moment: moment, cpu: usage.cpu, memory: usage.memory)
        spans.withLock { spans in
            if spans[container] == nil { spans[container] = UsageSpan(of: server, container, first: sample) }
            spans[container]?.take(sample)
        }
        tracks.withLock { tracks in
            if tracks[server]?.container == container {
                tracks[server]?.take(usage)
            } else {
                tracks[server] = UsageTrack(container, first: usage)
            }
        }
    }

    /// Forgets all but these.
    func keep(only servers: Set<ServerID>) {
        tracks.withLock { tracks in tracks = tracks.filter { servers.contains($0.key) } }
    }

    // MARK: The ledger

    /// What the ledger does not have yet of all containers; counts as kept from here on.
    func takeSpans() -> [UsageSpan] {
        spans.withLock { spans in
            defer { spans = [:] }
            return Array(spans.values)
        }
    }

    /// The same of one container.
    func takeSpan(of container: ContainerID) -> UsageSpan? { spans.withLock { $0.removeValue(forKey: container) } }

    /// The ledger could not keep them: it does not have them yet.
    func putBack(_ earlier: [UsageSpan]) {
        spans.withLock { spans in
            for var span in earlier {
                if let later = spans[span.container] { span.append(later) }
                spans[span.container] = span
            }
        }
    }
}
