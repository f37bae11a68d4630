package import Servers
import Synchronization

/// What started servers use, as last read: kept in memory, forgotten when a server ends, read anew by each process.
package final class UsageBoard: Sendable {
    private let tracks = Mutex<[ServerID: UsageTrack]>([:])

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

    func note(_ usage: ContainerUsage, of server: ServerID, container: ContainerID) {
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
}
