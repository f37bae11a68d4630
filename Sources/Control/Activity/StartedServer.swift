import Servers

/// A started server, as far as what was seen of it depends on it.
struct StartedServer: Sendable {
    let id: ServerID
    let generation: Int
    let startedAt: Timestamp
    /// When somebody last did something with it.
    let usedAt: Timestamp?
    /// What has passed with its people of its being idle.
    let idle: IdleRecord

    /// Nil for a server that is not started.
    init?(_ tracked: TrackedServer) {
        self.init(FleetEntry(tracked))
    }

    /// The same of a line of the fleet that has its status.
    init?(_ entry: FleetEntry) {
        guard entry.phase == .started, let status = entry.status, let reached = status.reached else { return nil }
        id = entry.id
        generation = reached.generation
        startedAt = max(reached.since, reached.containerStartedAt ?? reached.since)
        usedAt = status.usedAt
        idle = status.idle
    }
}
