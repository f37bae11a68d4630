package import Servers
import Synchronization

/// Whether the engine answers, and what it last said of its machine. While it is away nothing is assumed dead.
package final class EngineHealth: Sendable {
    private struct State {
        var host: RuntimeHost?
        var problem: String?
    }

    private let state = Mutex(State())

    init() {}

    package var host: RuntimeHost? { state.withLock { $0.host } }
    package var problem: String? { state.withLock { $0.problem } }

    func answered(_ host: RuntimeHost) {
        state.withLock { $0 = State(host: host, problem: nil) }
    }

    func failed(_ error: RuntimeError) { state.withLock { $0.problem = error.message } }
}
