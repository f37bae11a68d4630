package import Servers
import Synchronization

/// What admins said, in memory, keeping the contract of `OperatingStore`.
package final class MemoryOperatingStore: OperatingStore {
    private struct State {
        var drain: Drain?
        var broadcast: Broadcast?
        var audit: [AuditEntry] = []
    }

    private let state = Mutex(State())

    package init() {}

    /// Every audit entry so far, oldest first.
    package var audit: [AuditEntry] { state.withLock { $0.audit } }

    package func drain() async throws -> Drain? { state.withLock { $0.drain } }

    package func setDrain(_ drain: Drain?, audit: AuditEntry) async throws {
        state.withLock { state in
            state.drain = drain
            state.audit.append(audit)
        }
    }

    package func broadcast() async throws -> Broadcast? { state.withLock { $0.broadcast } }

    package func setBroadcast(_ broadcast: Broadcast?, audit: AuditEntry) async throws {
        state.withLock { state in
            state.broadcast = broadcast
            state.audit.append(audit)
        }
    }
}
