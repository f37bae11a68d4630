import Synchronization

/// Lets so many calls happen at once and the others wait their turn, first come, first served.
///
/// The engine slows down for everyone when many containers are created or started together. With a limit of one it is
/// a lock that may be held across an await.
final class CallLimiter: Sendable {
    private struct Waiter {
        let number: UInt64
        let continuation: AsyncStream<Void>.Continuation
    }

    private struct State {
        var free: Int
        var waiters: [Waiter] = []
        var next: UInt64 = 0
    }

    private let state: Mutex<State>

    init(_ limit: Int) { state = Mutex(State(free: max(1, limit))) }

    /// Runs `body` when it is its turn. Throws what `body` throws, or `CancellationError` when cancelled while waiting.
    func run<Value>(_ body: () async throws -> Value) async throws -> Value {
        try await take()
        defer { give() }
        return try await body()
    }

    /// How many wait.
    var waiting: Int { state.withLock { $0.waiters.count } }

    private func take() async throws {
        let (turn, continuation) = AsyncStream<Void>.makeStream()
        let number: UInt64? = state.withLock { state in
            if state.free > 0 {
                state.free -= 1
                return nil
            }
            state.next += 1
            state.waiters.append(Waiter(number: state.next, continuation: continuation))
            return state.next
        }
        guard let number else { return }
        // Ends when it is our turn, and when the task is cancelled.
        for await _ in turn {}
        let gaveUp = state.withLock { state in
            let before = state.waiters.count
            state.waiters.removeAll { $0.number == number }
            return state.waiters.count < before
        }
        if gaveUp { throw CancellationError() }
    }

    /// Hands the place to the first who waits.
    private func give() {
        state.withLock { state in
            if state.waiters.isEmpty {
                state.free += 1
            } else {
                state.waiters.removeFirst().continuation.finish()
            }
        }
    }
}
