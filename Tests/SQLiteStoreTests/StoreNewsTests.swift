import Accounts
import Foundation
import GRDB
import Logging
import Servers
import Support
import Synchronization
import Testing

@testable import SQLiteStore

@Suite("What the store tells those who count")
struct StoreNewsTests {
    private final class Told: Sendable {
        let news = Mutex<[StoreNews]>([])
        let transactions = Mutex<[String]>([])
    }

    @Test("Each phase that is reached, each settled resize and each transaction is told, once it is committed")
    func told() async throws {
        let directory = try OpenedStore.makeDirectory()
        let told = Told()
        let store = try SQLiteStore.open(
            path: directory.appending(path: "berth.db").path, uids: .base(20_000), now: { StoreSamples.start },
            uptime: { VirtualTime().uptime() },
            onChange: { _ in },
            observer: StoreObserver(
                news: { news in told.news.withLock { $0.append(news) } },
                transaction: { isWrite, took, succeeded in
                    told.transactions.withLock { $0.append("\(isWrite) \(succeeded)") }
                    #expect(took >= .zero)
                }), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        defer { store.close() }
        let key = try StoreSamples.key("ada")
        _ = try await store.addUser(key.owner, isAdmin: false, at: StoreSamples.start, audit: nil)
        let server = StoreSamples.resized(StoreSamples.launched(key, id: "aaaa"))
        try await store.change(key) { _ in ServerChange(server: server, outcome: ()) }
        let status = StoreSamples.fullStatus(of: server, phase: .started)
        for _ in 0..<2 { try await store.record(status, [], at: StoreSamples.start) }
        try await store.settleResize(server.id, revision: 1, .applied(StoreSamples.start), [], at: StoreSamples.start)
        let news = told.news.withLock { $0 }
        #expect(news.count == 2)
        guard case .reached(let reached)? = news.first else {
            Issue.record("nothing reached")
            return
        }
        #expect(reached.phase == .started && reached.launchedAt == server.launchedAt && reached.before == nil)
        #expect(news.last == .resized(.applied(StoreSamples.start)))
        await #expect(throws: StoreProblem.self) {
            try await store.write { db in try db.execute(sql: "DELETE FROM audit_nothing") }
        }
        let transactions = told.transactions.withLock { $0 }
        #expect(transactions.last == "true false")
        #expect(transactions.dropLast().allSatisfy { $0 == "true true" } && transactions.count == 6)
        #expect(store.size.database > 0)
    }
}
