import Foundation
import GRDB
import Servers
import Support
import Testing

@testable import SQLiteStore

@Suite("Opening the store")
struct OpeningTests {
    @Test("What was written is there after it is opened again, with the same instance")
    func reopened() async throws {
        let opened = try OpenedStore()
        let key = try StoreSamples.key("ada")
        let subject = opened.subject()
        try await subject.addOwner(key.owner)
        let server = StoreSamples.launched(key, id: "aaaa")
        try await opened.store.change(key) { _ in ServerChange(server: server, outcome: ()) }
        opened.store.close()
        let again = try OpenedStore.open(opened.path)
        defer { again.close() }
        #expect(again.instance == opened.store.instance)
        #expect(again.instance.value.count == 8)
        #expect(try await again.server(key)?.server == server)
        try await again.check()
    }

    @Test("Two stores are two instances")
    func instances() throws {
        #expect(try OpenedStore().store.instance != OpenedStore().store.instance)
    }

    @Test("Nobody but its owner may read the files, even if they could before")
    func mode() async throws {
        let opened = try OpenedStore()
        for suffix in ["", "-wal", "-shm"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: opened.path + suffix)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600, "berth.db\(suffix)")
        }
        opened.store.close()
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: opened.path)
        let again = try OpenedStore.open(opened.path)
        again.close()
        let attributes = try FileManager.default.attributesOfItem(atPath: opened.path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }

    @Test("A commit is on the disk when it returns, and another process is waited for")
    func durability() async throws {
        let opened = try OpenedStore()
        let settings = try await opened.store.write { db in
            try ["journal_mode", "synchronous", "foreign_keys", "busy_timeout"].map { name in
                try String.fetchOne(db, sql: "PRAGMA \(name)") ?? ""
            }
        }
        #expect(settings == ["wal", "2", "1", "5000"])
    }

    @Test(
        "What cannot be opened is told with what to do",
        arguments: [
            ("/no/such/directory/berth.db", StoreProblem.Kind.inaccessible, "make its directory exist"),
            ("/sys/berth.db", .inaccessible, "be writable"),
            ("/tmp", .inaccessible, "make its directory exist"),
        ])
    func inaccessible(path: String, kind: StoreProblem.Kind, remedy: String) throws {
        let problem = #expect(throws: StoreProblem.self) { try OpenedStore.open(path) }
        #expect(problem?.kind == kind)
        #expect(problem?.description.hasPrefix(path) == true)
        #expect(problem?.description.contains(remedy) == true)
    }

    @Test("A file that is not a database is left as it is")
    func notADatabase() throws {
        let directory = try OpenedStore.makeDirectory()
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = directory.appending(path: "berth.db")
        let text = Data(String(repeating: "not a database at all. ", count: 300).utf8)
        try text.write(to: file)
        let problem = #expect(throws: StoreProblem.self) { try OpenedStore.open(file.path) }
        #expect(problem?.kind == .damaged)
        #expect(problem?.remedy.contains("backup") == true)
        #expect(try Data(contentsOf: file) == text)
    }

    @Test("A damaged database is refused when it is opened")
    func corrupt() async throws {
        let opened = try OpenedStore()
        opened.store.close()
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: opened.path))
        let size = try file.seekToEnd()
        try file.seek(toOffset: 4096)
        try file.write(contentsOf: Data(repeating: 0xAB, count: Int(size) - 4096))
        try file.close()
        let problem = #expect(throws: StoreProblem.self) { try OpenedStore.open(opened.path) }
        #expect(problem?.kind == .damaged)
    }

    @Test("Another program's database is refused")
    func foreign() throws {
        let directory = try OpenedStore.makeDirectory()
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = directory.appending(path: "berth.db").path
        let queue = try DatabaseQueue(path: path)
        try queue.write { db in try db.execute(sql: "CREATE TABLE recipes (name TEXT)") }
        try queue.close()
        let problem = #expect(throws: StoreProblem.self) { try OpenedStore.open(path) }
        #expect(problem?.kind == .foreign)
    }

    @Test("A store that a newer Berth wrote is refused")
    func newer() async throws {
        let opened = try OpenedStore()
        try await opened.store.write { db in
            try db.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('999 from the future')")
        }
        opened.store.close()
        let problem = #expect(throws: StoreProblem.self) { try OpenedStore.open(opened.path) }
        #expect(problem?.kind == .newer)
        #expect(problem?.remedy.contains("later") == true)
    }

    @Test("A closed store fails and does not trap")
    func closed() async throws {
        let opened = try OpenedStore()
        opened.store.close()
        await #expect(throws: StoreProblem.self) { try await opened.store.users() }
        await #expect(throws: StoreProblem.self) {
            try await opened.store.noteActivity(UserName("ada"), at: StoreSamples.start)
        }
    }
}
