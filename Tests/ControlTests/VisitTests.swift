import Accounts
import Servers
import Support
import Testing

@testable import Control

@Suite("Using another's server")
struct VisitTests {
    @Test("A visit is in the audit log and in the server's history when it begins, and once an hour while it goes on")
    func noted() async throws {
        let (world, ada, key) = try await World.withAda()
        world.control.engine.answered(try await world.runtime.host())
        _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
        let note = NoteVisit(servers: world.servers, time: world.time)
        let (root, deputy) = (try UserName("root"), try UserName("deputy"))
        for user in [root, deputy, root, root] { try await note(key, by: user) }
        world.time.advance(by: .seconds(3599))
        try await note(key, by: root)
        world.time.advance(by: .seconds(1))
        try await note(key, by: root)
        let history = try await world.useCases.watchServer.events(key, after: 0, limit: 100, by: ada)
        #expect(
            history.filter { $0.kind == .opened }.map(\.message) == [
                "Used by root", "Used by deputy", "Used by root",
            ])
        let entries = world.servers.audit.filter { $0.action == "server.use" }
        #expect(entries.map(\.principal) == ["root", "deputy", "root"])
        #expect(entries.allSatisfy { $0.target == key.description })
    }

    @Test("A server that is gone has no visits")
    func gone() async throws {
        let (world, _, key) = try await World.withAda()
        try await NoteVisit(servers: world.servers, time: world.time)(key, by: UserName("root"))
        #expect(world.servers.audit.isEmpty)
    }
}
