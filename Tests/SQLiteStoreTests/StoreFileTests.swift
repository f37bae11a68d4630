import Accounts
import Foundation
import GRDB
import Servers
import Support
import Testing

@testable import SQLiteStore

@Suite("Backing up and restoring")
struct StoreFileTests {
    private let key = Data(repeating: 7, count: 32)
    private let now = StoreSamples.start

    private func backUp(_ opened: OpenedStore, replacing: Bool = false) throws(StoreProblem) -> String {
        let target = opened.directory.path + "/backup.db"
        _ = try StoreFile(path: opened.path).backUp(
            to: target, key: key, replacing: replacing, at: now, progress: { _, _ in })
        return target
    }

    private func addUser(_ name: String, _ store: SQLiteStore) async throws -> UInt32 {
        try await store.addUser(UserName(name), isAdmin: false, at: now, audit: nil).uid
    }

    @Test("A backup of a store in use holds what was committed, and the key, and nobody else may read it")
    func backup() async throws {
        let opened = try OpenedStore()
        _ = try await addUser("ada", opened.store)
        let target = try backUp(opened)
        _ = try await addUser("bob", opened.store)
        let report = try StoreFile(path: target).check()
        #expect(report.users == 1)
        #expect(report.instance == opened.store.instance.value)
        #expect(report.hasKey)
        #expect(report.madeAt == now)
        let attributes = try FileManager.default.attributesOfItem(atPath: target)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        let names = try FileManager.default.contentsOfDirectory(atPath: opened.directory.path)
        #expect(Set(names) == ["berth.db", "berth.db-wal", "berth.db-shm", "backup.db"])
        let live = try StoreFile(path: opened.path).check()
        #expect(live.users == 2 && !live.hasKey && live.madeAt == nil)
    }

    @Test("A backup is of one moment, however much is written while it is made")
    func snapshot() async throws {
        let opened = try OpenedStore()
        let queue = try DatabaseQueue(path: opened.path, configuration: SQLiteStore.configuration())
        let insert = "INSERT INTO users (name, is_admin, uid, shares_uid, created_at) VALUES (?, 0, ?, 0, 0)"
        func add(_ range: Range<Int>) throws {
            try queue.write { db in
                for number in range { try db.execute(sql: insert, arguments: ["\(number)", 30_000 + number]) }
            }
        }
        // More than one step of pages.
        try add(0..<50_000)
        let target = opened.directory.path + "/backup.db"
        var steps = 0
        let report = try StoreFile(path: opened.path).backUp(
            to: target, key: key, replacing: false, at: now
        ) { done, total in
            #expect(done <= total)
            steps += 1
            try? add((50_000 + steps)..<(50_001 + steps))
        }
        #expect(steps > 1)
        #expect(report.users == 50_000)
    }

    @Test("A file that is there stays as it is unless it is to be replaced")
    func existing() async throws {
        let opened = try OpenedStore()
        let target = opened.directory.path + "/backup.db"
        try Data("mine".utf8).write(to: URL(fileURLWithPath: target))
        #expect(throws: StoreProblem.self) { try backUp(opened) }
        #expect(FileManager.default.contents(atPath: target) == Data("mine".utf8))
        _ = try backUp(opened, replacing: true)
        #expect(try StoreFile(path: target).check().users == 0)
    }

    @Test("A restore brings back what was there, hands out the key, and keeps what it replaced")
    func restore() async throws {
        let opened = try OpenedStore()
        let ada = try await addUser("ada", opened.store)
        let target = try backUp(opened)
        let bob = try await addUser("bob", opened.store)
        opened.store.close()
        let aside = opened.path + ".before"
        let done = try StoreFile(path: target).restore(to: opened.path, aside: aside, progress: { _, _ in })
        #expect(done.key == key)
        #expect(done.aside == aside)
        #expect(try StoreFile(path: aside).check().users == 2)
        let report = try StoreFile(path: opened.path).check()
        #expect(report.users == 1 && !report.hasKey && report.madeAt == nil)
        let again = try OpenedStore.open(opened.path)
        defer { again.close() }
        #expect(again.instance == opened.store.instance)
        // Bob's files are still his: his id does not come back.
        #expect(try await addUser("cyd", again) > max(ada, bob))
        let bytes = try Data(contentsOf: URL(fileURLWithPath: opened.path))
        #expect(bytes.range(of: Data(key.base64EncodedString().utf8)) == nil)
    }

    @Test("A restore takes the place of a damaged store, which is kept")
    func damaged() async throws {
        let opened = try OpenedStore()
        let target = try backUp(opened)
        opened.store.close()
        try Data(repeating: 0xAB, count: 20_000).write(to: URL(fileURLWithPath: opened.path))
        _ = try StoreFile(path: target).restore(to: opened.path, aside: opened.path + ".before", progress: { _, _ in })
        #expect(try StoreFile(path: opened.path).check().users == 0)
        #expect(FileManager.default.contents(atPath: opened.path + ".before")?.first == 0xAB)
    }

    /// What is wrong with a backup, made by a statement, and the kind of problem it is.
    static let faults: [(String, StoreProblem.Kind)] = [
        ("INSERT INTO grdb_migrations (identifier) VALUES ('999 from the future')", .newer),
        ("PRAGMA application_id = 1", .foreign),
        (
            "PRAGMA foreign_keys = OFF; INSERT INTO login_links VALUES ('\(String(repeating: "a", count: 64))', 'x', 0)",
            .damaged
        ),
    ]

    @Test("A backup that is not fit is refused with the reason, and nothing is replaced", arguments: faults)
    func refused(fault: String, kind: StoreProblem.Kind) async throws {
        let opened = try OpenedStore()
        _ = try await addUser("ada", opened.store)
        let target = try backUp(opened)
        opened.store.close()
        let queue = try DatabaseQueue(path: target)
        try await queue.writeWithoutTransaction { db in try db.execute(sql: fault) }
        try queue.close()
        let problem = #expect(throws: StoreProblem.self) {
            try StoreFile(path: target).restore(to: opened.path, aside: opened.path + ".before", progress: { _, _ in })
        }
        #expect(problem?.kind == kind)
        #expect(try StoreFile(path: opened.path).check().users == 1)
        #expect(!FileManager.default.fileExists(atPath: opened.path + ".before"))
        let names = try FileManager.default.contentsOfDirectory(atPath: opened.directory.path)
        #expect(!names.contains { $0.contains(".new-") })
    }
}
