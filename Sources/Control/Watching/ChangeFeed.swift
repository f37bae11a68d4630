package import Servers
import Synchronization

/// Tells subscribers that a server changed. A subscriber that is slow gets one tick for many changes, never a growing buffer.
package final class ChangeFeed: Sendable {
    private struct State {
        var next = 0
        var published = 0
        var subscribers: [Int: Subscriber] = [:]
    }

    private struct Subscriber {
        /// Nil: every server.
        let server: ServerID?
        let continuation: AsyncStream<StoreChange>.Continuation
    }

    private let state = Mutex(State())
    /// Another run begins anew.
    private let born = UInt64.random(in: 0...UInt64.max)

    package init() {}

    /// Tells everyone whom it concerns; never waits.
    package func publish(_ change: StoreChange) {
        let concerned = state.withLock { state in
            state.published += 1
            return state.subscribers.values.filter { subscriber in
                guard let wanted = subscriber.server, case .server(let id, _) = change else { return true }
                return wanted == id
            }
        }
        for subscriber in concerned { subscriber.continuation.yield(change) }
    }

    /// The name of all that was published so far: while it is the same, nothing was.
    package var edition: String { "\(String(born, radix: 36))-\(state.withLock { $0.published })" }

    /// Ticks whenever `server` changes.
    package func changes(of server: ServerID) -> AsyncStream<StoreChange> { subscribe(server, buffer: 1) }

    /// Every change; after a gap, `.resync` is not needed because each reader reads the store anew.
    package func changes() -> AsyncStream<StoreChange> { subscribe(nil, buffer: 256) }

    private func subscribe(_ server: ServerID?, buffer: Int) -> AsyncStream<StoreChange> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: StoreChange.self, bufferingPolicy: .bufferingNewest(buffer))
        let number = state.withLock { state in
            state.next += 1
            state.subscribers[state.next] = Subscriber(server: server, continuation: continuation)
            return state.next
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.subscribers.removeValue(forKey: number) }
        }
        return stream
    }
}
