import Accounts
import Control
import Servers
import Support
import Testing

@Suite("Named servers", .timeLimit(.minutes(1)))
struct NamedServerTests {
    private static func refusal(_ body: () async throws -> Void) async -> Refusal? {
        await #expect(throws: Refusal.self) { try await body() }
    }

    /// A world where Ada has an account, with the key of a server of hers.
    private func named(_ name: String = "gpu") async throws -> (World, Principal, ServerKey) {
        let (world, ada, key) = try await World.withAda()
        return (world, ada, ServerKey(owner: key.owner, name: try ServerName(name)))
    }

    @Test("A server is made without being launched, once")
    func add() async throws {
        let (world, ada, key) = try await named()
        try await world.running {
            let options = LaunchOptions(memory: .gibibytes(2))
            let title = try DisplayName("My GPU")
            let made = try await world.useCases.addServer(key, options: options, displayName: title, by: ada)
            #expect(made.activity == .stopped)
            #expect(made.server.displayName == title)
            let again = await Self.refusal {
                _ = try await world.useCases.addServer(key, options: options, displayName: nil, by: ada)
            }
            #expect(again?.code == "server_exists")
            let launched = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            guard case .launched(let tracked) = launched else { return #expect(Bool(false), "\(launched)") }
            #expect(tracked.server.id == made.server.id)
            #expect(tracked.server.spec?.resources.memory == .gibibytes(2))
        }
        #expect(world.servers.audit.map(\.action) == ["server.add", "server.launch"])
    }

    @Test("A running server that is removed stops first; its name then makes another server, its history stays")
    func remove() async throws {
        let (world, ada, key) = try await named()
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            let old = try await world.until(key, by: ada) { $0.activity == .ready }
            let changes = try await world.useCases.watchServer.changes(key, by: ada)
            let outcome = try await world.useCases.removeServer(key, by: ada)
            #expect(outcome != .removed)
            for await tracked in changes where tracked.isGone { break }
            #expect(world.runtime.shown.isEmpty)
            #expect(try await world.servers.server(key) == nil)
            let history = try await world.servers.events(of: old.server.id, after: 0, limit: 99).map(\.kind)
            #expect(history.suffix(3) == [.removeRequested, .stopping, .finished])
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            let new = try await world.until(key, by: ada) { $0.activity == .ready }
            #expect(new.server.id != old.server.id)
            #expect(new.server.generation == 1)
        }
    }

    @Test("The default server, a stranger's and one that is not there are not removed")
    func notRemoved() async throws {
        let (world, ada, key) = try await World.withAda()
        let bob = try await world.person("bob")
        let gpu = ServerKey(owner: key.owner, name: try ServerName("gpu"))
        for (key, principal, code) in [(key, ada, "default_server"), (gpu, ada, "not_found"), (gpu, bob, "not_found")] {
            let refusal = await Self.refusal { _ = try await world.useCases.removeServer(key, by: principal) }
            #expect(refusal?.code == code)
        }
    }

    @Test("A stopped server is renamed with its history; a running one, a taken name and the default one are not")
    func rename() async throws {
        let (world, ada, key) = try await named()
        let other = ServerKey(owner: key.owner, name: try ServerName("other"))
        let edit = ChangeServer.Edit(name: try ServerName("training"))
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            let old = try await world.until(key, by: ada) { $0.activity == .ready }
            let running = await Self.refusal { _ = try await world.useCases.changeServer(key, edit, by: ada) }
            #expect(running?.code == "not_stopped")
            _ = try await world.useCases.stopServer(key, by: ada)
            _ = try await world.until(key, by: ada) { $0.activity == .stopped }
            _ = try await world.useCases.addServer(other, options: LaunchOptions(), displayName: nil, by: ada)
            let taken = await Self.refusal {
                _ = try await world.useCases.changeServer(key, ChangeServer.Edit(name: other.name), by: ada)
            }
            #expect(taken?.code == "server_exists")
            let renamed = try await world.useCases.changeServer(key, edit, by: ada)
            #expect(renamed.server.id == old.server.id)
            #expect(renamed.server.key.description == "ada/training")
            #expect(try await world.servers.server(key) == nil)
            _ = try await world.useCases.launchServer(renamed.server.key, options: LaunchOptions(), by: ada)
            let ready = try await world.until(renamed.server.key, by: ada) { $0.activity == .ready }
            #expect(world.routes.routes.keys.map(\.description) == ["ada/training"])
            #expect(ready.server.generation == 2)
            let standard = await Self.refusal {
                _ = try await world.useCases.changeServer(ServerKey(owner: key.owner), edit, by: ada)
            }
            #expect(standard?.code == "default_server")
        }
    }

    @Test("A server's scope does not reach the name that it would take")
    func renameBeyondScope() async throws {
        let (world, ada, key) = try await named()
        let small = Principal(
            user: ada.user, credential: .system, permissions: Permissions([try Scope("servers!server=ada/gpu")]),
            address: nil)
        let edit = ChangeServer.Edit(name: try ServerName("other"))
        let refusal = await Self.refusal { _ = try await world.useCases.changeServer(key, edit, by: small) }
        #expect(refusal?.code == "not_found")
    }
}
