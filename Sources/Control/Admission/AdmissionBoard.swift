package import Servers
import Synchronization

/// The queue as it was last planned, for people who wait and for the reconciler's workers: kept in memory, made anew by each
/// process from what the store holds.
package final class AdmissionBoard: Sendable {
    private struct State {
        var entries: [ServerID: QueueEntry] = [:]
        /// Whom a plan admits, and who has not been told by the store yet.
        var invited: Set<ServerID> = []
        var pace = EndPace()
        var looker: AsyncStream<Void>.Continuation?
    }

    private let feed: ChangeFeed
    private let state = Mutex(State())

    init(feed: ChangeFeed) { self.feed = feed }

    /// Where a server stands in the queue; nil when it does not wait there, or not yet.
    package func entry(of server: ServerID) -> QueueEntry? { state.withLock { $0.entries[server] } }

    /// A place with how long it may take from there.
    func entry(_ place: QueuePlace, at now: Timestamp) -> QueueEntry {
        state.withLock { QueueEntry(place: place, estimate: $0.pace.estimate(place, at: now)) }
    }

    /// Something may fit now: a server ended, or there is more room than before. The queue is looked at soon.
    package func roomChanged() { state.withLock { $0.looker }?.yield() }

    /// Notes that a server ended that had been admitted.
    func ended(at moment: Timestamp, hadGPUs: Bool) {
        state.withLock { $0.pace.note(at: moment, hadGPUs: hadGPUs) }
    }

    /// The times to look at the queue, from now on, the first at once. One reader at a time.
    func looks() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        state.withLock { $0.looker = continuation }
        continuation.yield()
        return stream
    }

    /// Whether it may help to ask for a server's admission: nobody has, or the queue has come to it. An invitation is good
    /// for one try.
    func mayTry(_ server: ServerID) -> Bool {
        state.withLock { state in state.invited.remove(server) != nil || state.entries[server] == nil }
    }

    func invite(_ servers: [ServerID]) { state.withLock { $0.invited.formUnion(servers) } }

    /// Those of `servers` that wait in the queue as it was known.
    func queued(among servers: [ServerID]) -> [ServerID] {
        state.withLock { state in servers.filter { state.entries[$0] != nil } }
    }

    /// Takes over what a plan says of the queue, and tells those who watch a server whose place changed.
    func take(_ plan: AdmissionPlan, at now: Timestamp) {
        let changed = state.withLock { state in
            let before = state.entries
            state.entries = plan.places.mapValues {
                QueueEntry(place: $0, estimate: state.pace.estimate($0, at: now))
            }
            state.invited.formIntersection(plan.verdicts.keys)
            return state.entries.filter { before[$0.key] != $0.value }.map(\.key)
        }
        for server in changed { feed.publish(.server(server, event: 0)) }
    }

    /// The server does not wait any more.
    func leave(_ server: ServerID) {
        state.withLock { state in
            state.entries[server] = nil
            state.invited.remove(server)
        }
    }
}
