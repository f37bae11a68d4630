import Accounts
import Control
import Logging
import Servers
import Support
import Synchronization
import Testing

@Suite("Full disks", .timeLimit(.minutes(1)))
struct DiskTests {
    private func watching(
        _ world: World, _ meter: FakeDiskMeter, _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        let watcher = DiskWatcher(
            world.control, meter: meter, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await watcher.run() }
            // Both loops have looked once, and sleep.
            try await world.time.waitForSleepers(count: 2)
            try await world.running(body)
            group.cancelAll()
        }
    }

    private func launchRefusal(_ world: World, _ key: ServerKey, _ ada: Principal) async throws -> Refusal? {
        do {
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            return nil
        } catch let refusal as Refusal {
            return refusal
        }
    }

    @Test("A workspace that is too large keeps its owner from launching, and nobody else; nothing is stopped")
    func workspace() async throws {
        let (world, ada, key) = try await World.withAda(disk: DiskLimits(warn: .gibibytes(1), refuse: .gibibytes(2)))
        let bob = try await world.person("bob")
        let meter = FakeDiskMeter()
        meter.setSize(.gibibytes(1), of: ada.user.name)
        try await watching(world, meter) {
            #expect(world.useCases.watchServer.workspace(of: ada.user.name)?.level == .warn)
            #expect(try await launchRefusal(world, key, ada) == nil)
            _ = try await world.until(key, by: ada) { $0.activity == .ready }
            meter.setSize(.gibibytes(3), of: ada.user.name)
            world.time.advance(by: .seconds(300))
            while world.useCases.watchServer.workspace(of: ada.user.name)?.level != .refuse { await Task.yield() }
            #expect(try await world.servers.server(key)?.activity == .ready)
            _ = try await world.useCases.stopServer(key, by: ada)
            _ = try await world.until(key, by: ada) { $0.activity == .stopped }
            let refusal = try await launchRefusal(world, key, ada)
            #expect(refusal?.kind == .quota && refusal?.code == "workspace_too_large")
            #expect(refusal?.message.contains("3 GiB") == true && refusal?.message.contains("2 GiB") == true)
            #expect(try await launchRefusal(world, ServerKey(owner: bob.user.name), bob) == nil)
        }
    }

    @Test("A host whose disk is nearly full launches nothing until there is room again")
    func host() async throws {
        let (world, ada, key) = try await World.withAda(disk: DiskLimits())
        let meter = FakeDiskMeter()
        meter.setFree(.gibibytes(1), of: .gibibytes(100))
        try await watching(world, meter) {
            let refusal = try await launchRefusal(world, key, ada)
            #expect(refusal?.kind == .unavailable && refusal?.code == "disk_low")
            meter.setFree(.gibibytes(50), of: .gibibytes(100))
            world.time.advance(by: .seconds(5))
            while world.useCases.readHealth.disk != .ok { await Task.yield() }
            #expect(try await launchRefusal(world, key, ada) == nil)
        }
    }
}

/// Disks as full as a test says.
private final class FakeDiskMeter: DiskMeter {
    private let sizes = Mutex<[UserName: Bytes]>([:])
    private let space = Mutex(DiskSpace(path: "/", free: .gibibytes(50), total: .gibibytes(100)))

    func setSize(_ size: Bytes, of owner: UserName) { sizes.withLock { $0[owner] = size } }

    func setFree(_ free: Bytes, of total: Bytes) {
        space.withLock { $0 = DiskSpace(path: "/", free: free, total: total) }
    }

    func workspaceSize(of owner: UserName, pause: @Sendable (Int) async throws -> Void) async throws -> Bytes {
        sizes.withLock { $0[owner] } ?? Bytes(0)
    }

    func spaces(engine: String?) -> [DiskSpace] { [space.withLock { $0 }] }
}
