package import Servers
import Synchronization

/// The servers to look at: only keys, each at most once. Whoever is woken while being worked on is looked at again after.
package final class WorkQueue: Sendable {
    private struct State {
        var waiting: Set<ServerID> = []
        var working: Set<ServerID> = []
        var listener: AsyncStream<ServerID>.Continuation?
        /// Called when a server under work is woken, so that a long step can be broken off.
        var interrupts: [ServerID: AsyncStream<Void>.Continuation] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// Has `server` looked at soon; if it is being worked on, the running step learns of it.
    package func wake(_ server: ServerID) {
        let (listener, interrupt) = state.withLock { state in
            let isNew = state.waiting.insert(server).inserted
            return (isNew ? state.listener : nil, state.interrupts[server])
        }
        listener?.yield(server)
        interrupt?.yield()
    }

    /// The keys to work on, from now on; those woken before come first. One reader at a time: what an earlier one was
    /// working on is free again.
    func keys() -> AsyncStream<ServerID> {
        let (stream, continuation) = AsyncStream.makeStream(of: ServerID.self)
        let waiting = state.withLock { state in
            state.listener = continuation
            state.working = []
            return state.waiting
        }
        for key in waiting { continuation.yield(key) }
        return stream
    }

    /// Claims a key for a worker; false when another has it, which will see that it was woken.
    func begin(_ server: ServerID) -> Bool {
        state.withLock { $0.working.insert(server).inserted }
    }

    /// From here on a wake of this key counts as new.
    func take(_ server: ServerID) { state.withLock { _ = $0.waiting.remove(server) } }

    /// Gives the key back; false when it was woken meanwhile and must be worked on again.
    func end(_ server: ServerID) -> Bool {
        state.withLock { state in
            guard !state.waiting.contains(server) else { return false }
            state.working.remove(server)
            return true
        }
    }

    /// A stream that yields when `server` is woken, at once if it has been since it was taken.
    func wakes(of server: ServerID) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let already = state.withLock { state in
            state.interrupts[server] = continuation
            return state.waiting.contains(server)
        }
        if already { continuation.yield() }
        return stream
    }
}
