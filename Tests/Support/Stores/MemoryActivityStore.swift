package import Servers
import Synchronization

/// Evidence in memory, keeping the contract of `ActivityStore`.
package final class MemoryActivityStore: ActivityStore {
    private struct State {
        var evidence: [ServerID: [Evidence]] = [:]
        var writes = 0
        var failure: (any Error)?
        /// Nil: all are there.
        var servers: Set<ServerID>?
    }

    private let state: Mutex<State>

    /// - Parameter servers: those that are there; nil: all.
    package init(servers: Set<ServerID>? = nil) { state = Mutex(State(servers: servers)) }

    /// Makes a server be there.
    package func add(_ server: ServerID) { state.withLock { _ = $0.servers?.insert(server) } }

    /// How often something was kept.
    package var writes: Int { state.withLock { $0.writes } }

    /// Lets every call fail with `error` from now on; nil: no more.
    package func fail(with error: (any Error)?) { state.withLock { $0.failure = error } }

    package func evidence() async throws -> [ServerID: [Evidence]] {
        try state.withLock { state in
            if let failure = state.failure { throw failure }
            return state.evidence
        }
    }

    package func keepEvidence(_ evidence: [ServerID: [Evidence]]) async throws {
        try state.withLock { state in
            if let failure = state.failure { throw failure }
            state.writes += 1
            for (server, kept) in evidence where state.servers?.contains(server) ?? true {
                state.evidence[server] = kept.isEmpty ? nil : kept
            }
        }
    }
}
