import Dispatch
import Synchronization

/// Runs the tasks of a test one at a time, and knows when all of them wait for something that only the test brings: its clock,
/// or a call of its own. However loaded the machine is, nothing is still under way then.
///
/// It knows of the tasks that begin below `withTaskExecutorPreference`, and of their children; not of such as nobody owns, as
/// sequences have that merge others.
package final class SettlingExecutor: TaskExecutor {
    private struct State {
        /// Parts of tasks that run, or wait for their turn.
        var jobs = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let queue = DispatchQueue(label: "settling")
    private let state = Mutex(State())

    package init() {}

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { $0.jobs += 1 }
        queue.async { [self] in
            job.runSynchronously(on: asUnownedTaskExecutor())
            let settled = state.withLock { state in
                state.jobs -= 1
                guard state.jobs == 0 else { return [CheckedContinuation<Void, Never>]() }
                defer { state.waiting = [] }
                return state.waiting
            }
            for continuation in settled { continuation.resume() }
        }
    }

    /// Returns once none of its tasks can go on by itself.
    package func settled() async {
        await withCheckedContinuation { continuation in
            let isSettled = state.withLock { state in
                if state.jobs > 0 { state.waiting.append(continuation) }
                return state.jobs == 0
            }
            if isSettled { continuation.resume() }
        }
    }
}
