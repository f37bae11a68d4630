import Servers
import Synchronization

/// The servers where something ran out of memory, as far as that was not looked into: in memory only, since the kernel's own
/// count tells it again.
final class MemoryBoard: Sendable {
    /// Whom to look at.
    let queue = WorkQueue()
    private let state = Mutex<[ServerID: [Timestamp]]>([:])
    /// A server that runs out of memory all the time is told of often enough with these.
    private static let mostHints = 20

    /// Notes the engine's word for it, at that time by the engine's clock; said twice it is one.
    func note(_ server: ServerID, at moment: Timestamp) {
        state.withLock { state in
            let hints = state[server] ?? []
            guard !hints.contains(moment) else { return }
            state[server] = Array((hints + [moment]).suffix(Self.mostHints))
        }
        queue.wake(server)
    }

    func hints(of server: ServerID) -> [Timestamp] { state.withLock { $0[server] ?? [] } }

    /// Forgets hints that were looked into.
    func forget(_ hints: [Timestamp], of server: ServerID) {
        state.withLock { state in
            let rest = state[server]?.filter { !hints.contains($0) } ?? []
            state[server] = rest.isEmpty ? nil : rest
        }
    }
}
