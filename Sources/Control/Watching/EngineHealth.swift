package import Servers
import Synchronization

/// Whether the engine answers, and what it last said of its machine. While it is away nothing is assumed dead.
package final class EngineHealth: Sendable {
    private struct State {
        var host: RuntimeHost?
        var problem: String?
        var isolationProblem: String?
    }

    private let state = Mutex(State())

    init() {}

    package var host: RuntimeHost? { state.withLock { $0.host } }
    package var problem: String? { state.withLock { $0.problem } }
    /// Why containers could not be closed off when that was last tried; nil when they were.
    package var isolationProblem: String? { state.withLock { $0.isolationProblem } }

    func answered(_ host: RuntimeHost) {
        state.withLock { ($0.host, $0.problem) = (host, nil) }
    }

    fileprivate func isolated(_ problem: String?) { state.withLock { $0.isolationProblem = problem } }

    func failed(_ error: RuntimeError) { state.withLock { $0.problem = error.message } }
}

extension ControlContext {
    /// Closes containers off, and notes whether that could be.
    func isolate() async throws(RuntimeError) {
        do {
            try await runtime.isolate()
            engine.isolated(nil)
        } catch {
            if case .isolation(let problem) = error { engine.isolated(problem) }
            throw error
        }
    }
}
