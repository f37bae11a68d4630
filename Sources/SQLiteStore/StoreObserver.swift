import Foundation
package import Servers

/// Who counts and measures what the store does. Called on the store's own threads: must be quick, and must not call the store.
package struct StoreObserver: Sendable {
    /// After the commit of what is counted, in the order of the commits.
    let news: @Sendable (StoreNews) -> Void
    /// After each transaction: whether it was to write, how long it took with its wait for its turn, and whether it was
    /// carried out.
    let transaction: @Sendable (_ isWrite: Bool, _ took: Duration, _ succeeded: Bool) -> Void

    package init(
        news: @escaping @Sendable (StoreNews) -> Void = { _ in },
        transaction: @escaping @Sendable (_ isWrite: Bool, _ took: Duration, _ succeeded: Bool) -> Void = { _, _, _ in }
    ) {
        self.news = news
        self.transaction = transaction
    }

    /// Runs a transaction.
    func measured<Value>(_ isWrite: Bool, _ body: () async throws -> Value) async throws -> Value {
        let (clock, start) = (ContinuousClock(), ContinuousClock.now)
        do {
            let value = try await body()
            transaction(isWrite, clock.now - start, true)
            return value
        } catch {
            transaction(isWrite, clock.now - start, false)
            throw error
        }
    }
}

extension SQLiteStore {
    /// How large the database is, and the log of what is not in it yet.
    package var size: (database: Int64, log: Int64) {
        func size(_ path: String) -> Int64 {
            let found = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? NSNumber
            return found?.int64Value ?? 0
        }
        return (size(path), size(path + "-wal"))
    }
}
