import Accounts
import Servers
import Support
import Testing

@testable import Control

/// Ten minutes without activity, told two minutes before.
func idleSettings(isOn: Bool = true, _ change: (inout IdlePolicy) -> Void = { _ in }) -> IdleSettings {
    var settings = IdleSettings(isOn: isOn)
    settings.policy.timeout = .after(.seconds(600))
    settings.policy.notice = .seconds(120)
    change(&settings.policy)
    return settings
}

extension World {
    /// A world where idle servers are stopped, and Ada's runs, idle.
    static func withIdleAda(_ settings: IdleSettings = idleSettings()) async throws -> (World, TrackedServer) {
        let world = try World(idle: settings)
        _ = try await world.person("ada")
        let ada = try await world.started("ada")
        world.runtime.meterUsage()
        return (world, ada)
    }

    /// Who speaks for an account, which is made when missing.
    func speaker(_ name: String, isAdmin: Bool = false) async throws -> Principal {
        guard let user = try await accounts.user(UserName(name)) else {
            return try await person(name, isAdmin: isAdmin)
        }
        return Principal(
            user: user, credential: .session(SessionID("s-\(name)")), permissions: Permissions(of: user), address: nil)
    }

    func present(_ tracked: TrackedServer) async throws -> TrackedServer {
        try #require(try await servers.server(tracked.server.id))
    }

    /// Has a server looked at often enough to know all of it.
    func lookThrough(_ tracked: TrackedServer) async throws {
        for _ in 0..<2 {
            time.advance(by: .seconds(3))
            _ = await LookAtServer(control)(tracked, usage: .fresh)
        }
    }

    /// A kernel that computes.
    var busy: NotebookReading {
        .known(
            NotebookActivity(kernels: [
                NotebookKernel(
                    id: "k", name: "python3", path: "train.ipynb", state: "busy", lastActivity: time.now(),
                    connections: 0)
            ]))
    }

    /// What was told of a server, and done, in order.
    func told(_ tracked: TrackedServer) -> [EventKind] {
        servers.history.filter { $0.server == tracked.server.id }.map(\.kind)
    }
}

@Suite("Reaping by policy", .timeLimit(.minutes(1)))
struct ReapByPolicyTests {
    @Test("People are told first, in the history and where they work; then the server is stopped, and why is kept")
    func warnsAndStops() async throws {
        let (world, ada) = try await World.withIdleAda()
        try await world.watching(activity: MemoryActivityStore(), reaps: true) {
            try await world.pass(.seconds(450))
            #expect(world.told(ada).isEmpty)
            try await world.pass(.seconds(60))
            let warned = try await world.present(ada)
            #expect(warned.idle.warnedAt != nil && warned.server.desired == .running)
            let notice = try #require(world.workspaces.notices(in: ada.server.id)[.idle])
            #expect(notice.action?.url == "http://localhost:8000/hub/keep/ada")
            #expect(notice.at > world.time.now().description && notice.message.contains("8 min"))
            try await world.pass(.seconds(60))
            #expect(try await world.present(ada).server.desired == .running)
            try await world.pass(.seconds(60))
            #expect(try await world.present(ada).server.desired == .stopped(.reapedIdle))
            #expect(world.told(ada) == [.stopAnnounced, .stopRequested])
            let message = try #require(world.servers.history.last).message
            #expect(message.contains("the idle policy") && message.contains("the hub's configuration allows 10 min"))
            let audit = try #require(world.servers.audit.last)
            #expect(audit.principal == "system" && audit.action == "server.reap" && audit.target == "ada/")
        }
    }

    @Test("Who uses a server that was to be stopped has it, and the notice goes")
    func comesBack() async throws {
        let (world, ada) = try await World.withIdleAda()
        try await world.watching(activity: MemoryActivityStore(), reaps: true) {
            try await world.pass(.seconds(510))
            #expect(world.workspaces.notices(in: ada.server.id)[.idle] != nil)
            try await world.servers.noteUse(of: ada.server.key, at: world.time.now())
            try await world.pass(.seconds(130))
            #expect(world.workspaces.notices(in: ada.server.id)[.idle] == nil)
            #expect(try await world.present(ada).idle == IdleRecord())
            #expect(try await world.present(ada).server.desired == .running)
        }
    }

    @Test("A keep holds it off, takes the notice away at once, and before it ends its people are told anew")
    func keep() async throws {
        let (world, ada) = try await World.withIdleAda()
        let person = try await world.speaker("ada")
        try await world.watching(activity: MemoryActivityStore(), reaps: true) {
            try await world.pass(.seconds(510))
            let kept = try await world.useCases.keepServer(ada.server.key, for: .lasting(.seconds(1800)), by: person)
            #expect(world.workspaces.notices(in: ada.server.id)[.idle] == nil)
            #expect(kept.verdict?.verdict.rule == .kept && kept.length == .seconds(1800))
            try await world.pass(.seconds(1200))
            #expect(try await world.present(ada).server.desired == .running)
            #expect(world.told(ada) == [.stopAnnounced, .kept])
            try await world.pass(.seconds(540))
            #expect(world.told(ada) == [.stopAnnounced, .kept, .stopAnnounced])
            try await world.pass(.seconds(180))
            #expect(try await world.present(ada).server.desired == .stopped(.reapedIdle))
        }
    }

    @Test("It is not reaped again right after a relaunch")
    func relaunch() async throws {
        let (world, ada) = try await World.withIdleAda()
        try await world.watching(activity: MemoryActivityStore(), reaps: true) {
            try await world.pass(.seconds(720))
            let stopped = try await world.present(ada)
            #expect(stopped.server.desired == .stopped(.reapedIdle))
            var again = stopped
            again.server = stopped.server.launched(try #require(stopped.server.spec), at: world.time.now())
            var status = ServerStatus(accepted: again.server, node: .local, at: world.time.now())
                .advanced(to: .started, at: world.time.now())
            status.endpoint = ada.current?.endpoint
            status.container = ada.current?.container
            again.status = status
            world.servers.put(again, at: again.server.key)
            try await world.pass(.seconds(420))
            #expect(try await world.present(ada).server.desired == .running)
            #expect(world.told(ada) == [.stopAnnounced, .stopRequested])
        }
    }

    @Test("A server that cannot be looked at is not stopped, and nobody is told that it will be")
    func unreachable() async throws {
        let (world, ada) = try await World.withIdleAda()
        world.notebook.set(NotebookReading.unknown("no answer in time"))
        try await world.watching(activity: MemoryActivityStore(), reaps: true) {
            try await world.pass(.seconds(3600))
            #expect(world.told(ada).isEmpty)
        }
    }

    @Test("A profile that is gone does not block a stop: what holds for all holds")
    func deletedProfile() async throws {
        var never = IdleRules()
        never.timeout = .never
        let eternal = Profile(
            id: ProfileID("eternal"), title: "", summary: "", image: "berth/notebook:minimal",
            resources: try #require(try World().profiles.set.profiles.first).resources,
            ceiling: Ceiling(cpu: Cores(thousandths: 2000), memory: .gibibytes(4)), idle: never)
        let world = try World(profiles: [eternal], idle: idleSettings())
        var ada = try await world.started("ada")
        ada.server.spec?.profile = eternal.id
        world.servers.put(ada, at: ada.server.key)
        world.runtime.meterUsage()
        let key = ada
        try await world.watching(activity: MemoryActivityStore(), reaps: true) {
            try await world.pass(.seconds(900))
            #expect(world.told(key).isEmpty)
            world.profiles.drop(eternal.id)
            try await world.pass(.seconds(240))
            #expect(try await world.present(key).server.desired == .stopped(.reapedIdle))
        }
    }

    @Test("Who serves next knows who was told, and until when a server is kept")
    func restart() async throws {
        let (world, ada) = try await World.withIdleAda()
        let bob = try await world.started("bob")
        world.runtime.meterUsage()
        var kept = bob
        kept.idle.keptUntil = world.time.now() + .seconds(7200)
        world.servers.put(kept, at: bob.server.key)
        let store = MemoryActivityStore()
        try await world.watching(activity: store, reaps: true) { try await world.pass(.seconds(510)) }
        let next = try World(idle: idleSettings(), time: VirtualTime(start: world.time.now()))
        for server in [ada, bob] {
            let before = try await world.present(server)
            let container = try #require(try await next.started(server.server.key.owner.value).current?.container)
            var moved = before
            moved.status?.container = container
            next.servers.put(moved, at: moved.server.key)
        }
        next.runtime.meterUsage()
        try await next.watching(activity: store, reaps: true) {
            try await next.pass(.seconds(300))
            #expect(next.told(ada) == [.stopRequested], "it is not told twice, and the notice was given")
            #expect(next.told(bob).isEmpty)
        }
    }

    @Test("A server in use is never told, and with reaping off nobody is", arguments: [true, false])
    func inUse(isOn: Bool) async throws {
        let (world, ada) = try await World.withIdleAda(idleSettings(isOn: isOn))
        try await world.watching(activity: MemoryActivityStore(), reaps: true) {
            if isOn { world.notebook.set(world.busy) }
            try await world.pass(.seconds(2400))
            #expect(world.told(ada).isEmpty)
        }
    }

    @Test("What is too old is stopped, too, though nobody can keep it")
    func age() async throws {
        let (world, ada) = try await World.withIdleAda(
            idleSettings { ($0.timeout, $0.maximumAge) = (.never, .after(.seconds(600))) })
        world.notebook.set(world.busy)
        try await world.watching(activity: MemoryActivityStore(), reaps: true) {
            try await world.pass(.seconds(510))
            let notice = try #require(world.workspaces.notices(in: ada.server.id)[.idle])
            #expect(notice.action == nil && notice.message.contains("as long as it may"))
            try await world.pass(.seconds(180))
            #expect(try await world.present(ada).server.desired == .stopped(.reapedAge))
        }
    }

    @Test("The timer does what the dry run shows")
    func sameAsDryRun() async throws {
        let (world, ada) = try await World.withIdleAda()
        let root = try await world.person("root", isAdmin: true)
        try await world.watching(activity: MemoryActivityStore()) {
            try await world.pass(.seconds(500))
            let shown = try await world.useCases.reapServers.dryRun(.byPolicy, by: root)
            #expect(shown.map(\.step) == [.warn] && shown.map(\.verdict.action) == [.warn])
            #expect(world.told(ada).isEmpty)
        }
        try await world.watching(activity: MemoryActivityStore(), reaps: true) {
            try await world.pass(.seconds(60))
            #expect(world.told(ada) == [.stopAnnounced])
            let shown = try await world.useCases.reapServers.dryRun(.byPolicy, by: root)
            #expect(shown.map(\.step) == [.nothing] && shown.map(\.verdict.action) == [.warn])
        }
    }
}
