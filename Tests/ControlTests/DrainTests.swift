import Accounts
import Logging
import Servers
import Support
import Testing

@testable import Control

@Suite("Draining before maintenance", .timeLimit(.minutes(1)))
struct DrainTests {
    private struct Setting: Sendable {
        let world: World
        let root: Principal
        let ada: Principal
        let key: ServerKey
        var drain: ManageDrain { world.useCases.manageDrain }

        func launch() async throws {
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
        }
    }

    private func setting(memory: Int64 = 16) async throws -> Setting {
        let world = try World(admission: AdmissionPolicy(reserve: .none))
        world.runtime.setCapacity(HostCapacity(cpu: Cores(thousandths: 8000), memory: .gibibytes(memory)))
        let root = try await world.person("root", isAdmin: true)
        let ada = try await world.person("ada")
        return Setting(world: world, root: root, ada: ada, key: ServerKey(owner: ada.user.name))
    }

    /// The control plane with what carries a drain on, while `body` runs.
    private func running(_ world: World, _ body: @escaping @Sendable () async throws -> Void) async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let (drain, notices) = (DrainKeeper(world.control, logger: logger), NoticeKeeper(world.control, logger: logger))
        try await world.running {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try? await drain.run() }
                group.addTask { try? await notices.run() }
                defer { group.cancelAll() }
                try await body()
            }
        }
    }

    private func refusal(_ body: () async throws -> Void) async throws -> Refusal {
        try await #require(#expect(throws: Refusal.self) { try await body() })
    }

    @Test("No launch and no restart is taken, with the admin's words, until it ends; what runs goes on")
    func launches() async throws {
        let setting = try await setting()
        let (world, drain) = (setting.world, setting.drain)
        try await running(world) {
            _ = try await drain.begin(OperatorText("New disks"), deadline: nil, by: setting.root)
            let refused = try await refusal { try await setting.launch() }
            #expect(refused.code == "draining" && refused.kind == .unavailable && refused.retryAfter == .seconds(60))
            #expect(refused.message.contains("New disks"))
            try await drain.end(by: setting.root)
            try await setting.launch()
            _ = try await world.until(setting.key, by: setting.ada) { $0.activity == .ready }
            _ = try await drain.begin(deadline: .after(.seconds(600)), by: setting.root)
            let again = try await refusal {
                _ = try await world.useCases.restartServer(setting.key, options: LaunchOptions(), by: setting.ada)
            }
            #expect(again.code == "draining" && again.retryAfter == .seconds(600))
            #expect(try await world.useCases.watchServer(setting.key, by: setting.ada).activity == .ready)
        }
        let log = try await world.auditLog.audit(AuditQuery(action: "drain"))
        #expect(log.map(\.entry.action) == ["drain.begin", "drain.end", "drain.begin"])
        #expect(log.last?.entry.parameters.values["message"] == "New disks")
    }

    @Test("What waits in the queue goes on waiting and says why, and starts when the drain ends")
    func queue() async throws {
        let setting = try await setting()
        let (world, drain) = (setting.world, setting.drain)
        world.control.engine.answered(try await world.runtime.host())
        try await setting.launch()
        _ = try await drain.begin(OperatorText("New disks"), deadline: nil, by: setting.root)
        try await running(world) {
            let place = try await world.untilQueued(setting.key, by: setting.ada)
            #expect(place.shortage == .drained(try OperatorText("New disks")))
            try await drain.end(by: setting.root)
            _ = try await world.until(setting.key, by: setting.ada) { $0.activity == .ready }
        }
    }

    @Test(
        "At the deadline what runs is stopped as drained, told before in the server, also by a process that starts later"
    )
    func deadline() async throws {
        let setting = try await setting()
        let (world, drain) = (setting.world, setting.drain)
        try await running(world) {
            try await setting.launch()
            _ = try await world.until(setting.key, by: setting.ada) { $0.activity == .ready }
        }
        _ = try await drain.begin(deadline: .after(.seconds(30)), by: setting.root)
        let id = try #require(try await world.servers.server(setting.key)).server.id
        try await running(world) {
            let stopped = try await world.untilInTime(setting.key, by: setting.ada) { $0.activity == .stopped }
            #expect(stopped.current?.reason == .drained)
            #expect(world.workspaces.notices(in: id)[.drain]?.title == "This server stops")
            #expect(world.time.now() >= Timestamp(microseconds: 1_700_000_030_000_000))
            let refused = try await refusal { try await setting.launch() }
            #expect(refused.code == "draining", "the deadline does not end it")
            try await drain.end(by: setting.root)
            try await setting.launch()
            _ = try await world.untilInTime(setting.key, by: setting.ada) { $0.activity == .ready }
            #expect(world.workspaces.notices(in: id)[.drain] == nil)
        }
    }

    @Test("Only an admin drains, only to a time that comes, and ends only what is on")
    func refusals() async throws {
        let setting = try await setting()
        let drain = setting.drain
        let denied = try await refusal { _ = try await drain.begin(deadline: nil, by: setting.ada) }
        #expect(denied.kind == .forbidden)
        #expect(try await refusal { try await drain.end(by: setting.ada) }.kind == .forbidden)
        #expect(try await refusal { try await drain.end(by: setting.root) }.code == "not_draining")
        await #expect(throws: InvalidValue.self) {
            _ = try await drain.begin(deadline: .at(setting.world.time.now()), by: setting.root)
        }
        #expect(try await drain.current() == nil)
    }

    @Test(
        "A broadcast is shown in what runs and in what starts while it stands, and goes when it is over or taken back")
    func broadcast() async throws {
        let setting = try await setting()
        let (world, tell) = (setting.world, setting.world.useCases.manageBroadcast)
        try await running(world) {
            try await setting.launch()
            let first = try await world.until(setting.key, by: setting.ada) { $0.activity == .ready }
            let id = first.server.id
            let until = DueTime.after(.seconds(20))
            _ = try await tell.tell(OperatorText("Slow today"), level: .warning, until: until, by: setting.root)
            try await untilShown(world, id) { $0?.message == "Slow today" && $0?.level == .warning }
            _ = try await world.useCases.restartServer(setting.key, options: LaunchOptions(), by: setting.ada)
            _ = try await world.untilInTime(setting.key, by: setting.ada) {
                $0.server.generation == 2 && $0.activity == .ready
            }
            try await untilShown(world, id) { $0?.message == "Slow today" }
            try await untilShown(world, id) { $0 == nil }
            #expect(try await tell.current() == nil)
            _ = try await tell.tell(OperatorText("And now?"), until: nil, by: setting.root)
            try await untilShown(world, id) { $0?.message == "And now?" }
            _ = try await tell.tell(OperatorText("Bob?"), until: nil, filter: "owner:bob", by: setting.root)
            try await untilShown(world, id) { $0 == nil }
            _ = try await tell.tell(OperatorText("Ada?"), until: nil, filter: "owner:ada", by: setting.root)
            try await untilShown(world, id) { $0?.message == "Ada?" }
            try await tell.withdraw(by: setting.root)
            try await untilShown(world, id) { $0 == nil }
            #expect(try await refusal { try await tell.withdraw(by: setting.root) }.code == "nothing_told")
        }
    }

    /// Lets the clock go on until the broadcast that is shown in the server is as `condition` wants it.
    private func untilShown(
        _ world: World, _ server: ServerID, _ condition: (Notice?) -> Bool
    ) async throws {
        while !condition(world.workspaces.notices(in: server)[.broadcast]) { try await world.goOn() }
    }

    @Test("A process that begins takes away what an earlier one showed and nobody says any more")
    func leftOver() async throws {
        let setting = try await setting()
        let world = setting.world
        try await world.running {
            try await setting.launch()
            _ = try await world.until(setting.key, by: setting.ada) { $0.activity == .ready }
        }
        let id = try #require(try await world.servers.server(setting.key)).server.id
        let old = Broadcast(
            id: "1", message: try OperatorText("Old"), level: .info, at: world.time.now(), until: nil, filter: "",
            by: "root")
        try await world.workspaces.show(Notice(old), in: id)
        try await running(world) { try await untilShown(world, id) { $0 == nil } }
    }
}
