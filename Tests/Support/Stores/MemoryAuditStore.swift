package import Servers
import Synchronization

/// An audit log in memory, keeping the contract of `AuditStore`: its own entries, and those of stores beside it, by time.
package final class MemoryAuditStore: AuditStore {
    private let own = Mutex<[AuditEntry]>([])
    private let others: @Sendable () -> [AuditEntry]

    package init(beside others: @escaping @Sendable () -> [AuditEntry] = { [] }) { self.others = others }

    package func note(_ entry: AuditEntry) async throws { own.withLock { $0.append(entry) } }

    /// All entries, oldest first.
    package var all: [AuditEntry] {
        (others() + own.withLock { $0 }).enumerated()
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    package func audit(_ query: AuditQuery) async throws -> [AuditLine] {
        let lines = all.enumerated().map { AuditLine(id: Int64($0.offset) + 1, entry: $0.element) }
        return Array(lines.filter(query.matches).reversed().prefix(max(query.limit, 0)))
    }
}
