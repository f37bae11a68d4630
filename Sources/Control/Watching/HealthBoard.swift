import Servers
import Synchronization

/// Whether started servers answered when they were last asked: kept in memory, told to `decide` with what the engine shows.
final class HealthBoard: Sendable {
    private struct Entry {
        var generation: Int
        /// Questions in a row that got no answer.
        var silent: Int
    }

    /// One missed answer is a busy moment; two in a row are a server that does not answer.
    private static let patience = 2

    private let entries = Mutex<[ServerID: Entry]>([:])

    /// Notes an answer, or that there was none.
    func note(_ answered: Bool, of server: ServerID, generation: Int) {
        entries.withLock { entries in
            var entry = entries[server] ?? Entry(generation: generation, silent: 0)
            if entry.generation != generation { entry = Entry(generation: generation, silent: 0) }
            entry.silent = answered ? 0 : entry.silent + 1
            entries[server] = entry
        }
    }

    /// Whether it answers; nil while that is not known, or one question short of known.
    func answers(_ server: ServerID, generation: Int) -> Bool? {
        entries.withLock { entries in
            guard let entry = entries[server], entry.generation == generation else { return nil }
            if entry.silent == 0 { return true }
            return entry.silent >= Self.patience ? false : nil
        }
    }

    /// Forgets all but these.
    func keep(_ servers: Set<ServerID>) {
        entries.withLock { entries in entries = entries.filter { servers.contains($0.key) } }
    }
}
