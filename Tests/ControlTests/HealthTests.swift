import Accounts
import Control
import Logging
import Servers
import Support
import Testing

@Suite("Whether started servers answer", .timeLimit(.minutes(1)))
struct HealthTests {
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    @Test("A server that does not answer twice stays started and routed, is called so, and then well again")
    func silentAndBack() async throws {
        let (world, ada, key) = try await World.withAda()
        let watcher = HealthWatcher(world.control, logger: logger)
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            _ = try await world.until(key, by: ada) { $0.activity == .ready }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await watcher.run() }
                world.notebook.set(.notReady("no answer in time"))
                let silent = try await world.untilInTime(key, by: ada) { $0.current?.healthy == false }
                #expect(silent.activity == .ready)
                #expect(world.routes.routes[key] != nil)
                world.notebook.set(.ready)
                let well = try await world.untilInTime(key, by: ada) { $0.current?.healthy == true }
                #expect(well.server.generation == 1)
                group.cancelAll()
            }
            let kinds = try await world.useCases.watchServer.events(key, after: 0, limit: 99, by: ada).map(\.kind)
            #expect(kinds.suffix(2) == [.unhealthy, .healthy])
        }
    }
}
