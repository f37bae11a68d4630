package import Servers
import Synchronization

/// A clock that stands still until it is told to go on: who sleeps on it wakes when `advance(by:)` passes its time.
///
/// A test waits for the code under test to fall asleep (`waitForSleepers(count:)`), then advances: no real time passes.
package final class VirtualTime: TimeSource {
    private let state: Mutex<State>

    private struct State {
        var now: Timestamp
        /// How far the clock was set away from the time that passed.
        var offset = Duration.zero
        var boot = 1
        var nextID = 0
        var sleepers: [Sleeper] = []
        var watchers: [Watcher] = []
    }

    private struct Sleeper {
        let id: Int
        let deadline: Timestamp
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct Watcher {
        let id: Int
        let count: Int
        let continuation: CheckedContinuation<Void, any Error>
    }

    /// Starts at `start`: 2023-11-14 22:13:20 UTC unless told otherwise.
    package init(start: Timestamp = Timestamp(microseconds: 1_700_000_000_000_000)) {
        state = Mutex(State(now: start))
    }

    package func now() -> Timestamp { state.withLock { $0.now + $0.offset } }

    package func uptime() -> Uptime {
        state.withLock { Uptime(boot: "boot \($0.boot)", microseconds: $0.now.microseconds) }
    }

    /// Sets the clock ahead or back: nobody sleeps longer or shorter for that.
    package func setClock(by duration: Duration) { state.withLock { $0.offset += duration } }

    /// The machine is started anew: how long that took is told by the clock alone.
    package func restartMachine() { state.withLock { $0.boot += 1 } }

    /// Returns once the clock has gone on by `duration`; at once when that is not positive.
    package func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        guard duration > .zero else { return }
        let id = makeID()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let cancelled = state.withLock { state in
                    if Task.isCancelled { return true }
                    let deadline = state.now + duration
                    state.sleepers.append(Sleeper(id: id, deadline: deadline, continuation: continuation))
                    return false
                }
                if cancelled { continuation.resume(throwing: CancellationError()) }
                wakeWatchers()
            }
        } onCancel: {
            let gone = state.withLock { state in
                state.sleepers.firstIndex { $0.id == id }.map { state.sleepers.remove(at: $0) }
            }
            gone?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Moves the clock on and wakes everyone whose time has come, the earliest first, then in the order they fell asleep.
    package func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now = state.now + duration
            let now = state.now
            let due = state.sleepers.filter { $0.deadline <= now }
            state.sleepers.removeAll { $0.deadline <= now }
            return due.sorted { ($0.deadline, $0.id) < ($1.deadline, $1.id) }
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Moves the clock to where the first sleeper wakes, and wakes it; answers by how much. Nil when nobody sleeps.
    @discardableResult
    package func advanceToNextSleeper() -> Duration? {
        guard let pause = sleeping.first else { return nil }
        advance(by: pause)
        return pause
    }

    /// How long each sleeper still sleeps, the shortest first.
    package var sleeping: [Duration] {
        state.withLock { state in state.sleepers.map { $0.deadline - state.now }.sorted() }
    }

    /// Returns as soon as at least `count` sleep at the same time; throws `CancellationError` when cancelled.
    package func waitForSleepers(count: Int) async throws {
        let id = makeID()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let cancelled = state.withLock { state in
                    if Task.isCancelled { return true }
                    state.watchers.append(Watcher(id: id, count: count, continuation: continuation))
                    return false
                }
                if cancelled { continuation.resume(throwing: CancellationError()) }
                wakeWatchers()
            }
        } onCancel: {
            let gone = state.withLock { state in
                state.watchers.firstIndex { $0.id == id }.map { state.watchers.remove(at: $0) }
            }
            gone?.continuation.resume(throwing: CancellationError())
        }
    }

    private func makeID() -> Int {
        state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
    }

    private func wakeWatchers() {
        let satisfied = state.withLock { state in
            let count = state.sleepers.count
            let satisfied = state.watchers.filter { $0.count <= count }
            state.watchers.removeAll { $0.count <= count }
            return satisfied
        }
        for watcher in satisfied { watcher.continuation.resume() }
    }
}
