import Foundation
import GRDB
import Servers
import Support
import Testing

@testable import SQLiteStore

@Suite("A store from before servers were named and removed")
struct ServerMigrationTests {
    @Test("Its servers keep their ids, their options and their history")
    func keeps() async throws {
        let directory = try OpenedStore.makeDirectory()
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = directory.appending(path: "berth.db").path
        let server = StoreSamples.launched(try StoreSamples.key("ada", "gpu"), id: "aaaa")
        try fill(path, with: server)
        let store = try OpenedStore.open(path)
        defer { store.close() }
        #expect(try await store.servers(of: nil).map(\.server) == [server])
        #expect(try await store.server(server.id)?.status?.phase == .finished)
        #expect(try await store.events(of: server.id, after: 0, limit: 9).map(\.message) == ["from before"])
        try await store.check()
    }

    /// Writes a store as the first migration left it.
    private func fill(_ path: String, with server: Server) throws {
        let queue = try DatabaseQueue(path: path)
        try Schema.migrator.migrate(queue, upTo: "1")
        let spec = try json(#require(server.spec))
        try queue.write { db in
            try db.execute(sql: "INSERT INTO users VALUES ('ada', 0, 20000, 0, 1, NULL)")
            try db.execute(
                sql: """
                    INSERT INTO servers (id, owner, name, uid, generation, desired, spec, created_at, launched_at)
                    VALUES ('aaaa', 'ada', 'gpu', 20000, 1, 'running', ?, ?, ?)
                    """,
                arguments: [spec, server.createdAt.microseconds, server.launchedAt?.microseconds])
            try db.execute(
                sql: """
                    INSERT INTO status (server, generation, node, phase, since, reason, healthy, failures, stop_attempts)
                    VALUES ('aaaa', 1, 'local', 'finished', 1, '{"code":"drained"}', 0, 0, 0)
                    """)
            try db.execute(
                sql: "INSERT INTO events (server, generation, at, kind, message) VALUES ('aaaa', 1, 1, 'finished', ?)",
                arguments: ["from before"])
        }
        try queue.close()
    }
}
