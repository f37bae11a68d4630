import Accounts
import Servers
import Support
import Testing

@testable import Control

@Suite("Reaping by hand", .timeLimit(.minutes(1)))
struct ReapByHandTests {
    private let order = ReapOrder(timeout: .seconds(1))

    @Test("What is idle for as long as was asked is stopped at once, by the name of who asked")
    func stops() async throws {
        let (world, ada) = try await World.withIdleAda(IdleSettings(isOn: false))
        let root = try await world.person("root", isAdmin: true)
        try await world.lookThrough(ada)
        let outcomes = try await world.useCases.reapServers(order, by: root)
        #expect(outcomes.map(\.result) == [.stopped])
        #expect(try await world.present(ada).server.desired == .stopped(.reapedIdle))
        #expect(world.servers.audit.last?.principal == "root")
        #expect(world.servers.history.last?.message.contains("this request allows 1 s") == true)
        #expect(try await world.useCases.reapServers(order, by: root).isEmpty, "it is on its way already")
    }

    @Test("A filter asks for what the list of the fleet asks for: also for the verdict")
    func byVerdict() async throws {
        let (world, ada) = try await World.withIdleAda()
        let root = try await world.person("root", isAdmin: true)
        try await world.lookThrough(ada)
        for (filter, count) in [("verdict:keep", 1), ("verdict:reap", 0), ("owner:ada verdict:keep", 1)] {
            let order = ReapOrder(filter: try FleetFilter(filter))
            let meant = try await world.useCases.reapServers.dryRun(order, by: root)
            #expect(meant.count == count, "\(filter)")
        }
    }

    @Test("A cell that was started between listing and stop saves its server")
    func savedByCell() async throws {
        let (world, ada) = try await World.withIdleAda()
        try await world.lookThrough(ada)
        let reap = ReapServers(world.control)
        let listed = try await reap.candidates(order)
        #expect(listed.map(\.step) == [.stop])
        world.notebook.set(world.busy)
        let outcomes = try await reap.perform(order, on: listed, for: nil)
        #expect(outcomes.map(\.result) == [.spared])
        #expect(outcomes.first?.verdict?.verdict.reasons.first?.what == "train.ipynb")
        #expect(world.told(ada).isEmpty)
    }

    @Test(
        "So does whatever else came in between",
        arguments: ["used", "kept", "relaunched", "unreachable", "engine away", "gone", "stopping"])
    func saved(by what: String) async throws {
        let (world, ada) = try await World.withIdleAda()
        try await world.lookThrough(ada)
        let reap = ReapServers(world.control)
        let listed = try await reap.candidates(order)
        var changed = ada
        switch what {
        case "used": try await world.servers.noteUse(of: ada.server.key, at: world.time.now())
        case "kept": changed.idle.keptUntil = world.time.now() + .seconds(60)
        case "relaunched": changed.server.generation += 1
        case "unreachable": world.notebook.set(NotebookReading.unknown("no answer in time"))
        case "engine away": world.runtime.failNext(.usage, .failed("the engine is away"), times: 9)
        case "gone": changed.status?.phase = .finished
        default: changed.server.desired = .stopped(.stoppedByUser)
        }
        if what != "used" { world.servers.put(changed, at: ada.server.key) }
        let before = try await world.present(ada)
        #expect(try await reap.perform(order, on: listed, for: nil).map(\.result) == [.spared], "\(what)")
        #expect(try await world.present(ada) == before)
    }

    @Test("A process that began to compute is seen, though no kernel tells of it")
    func savedByProcess() async throws {
        let (world, ada) = try await World.withIdleAda()
        try await world.lookThrough(ada)
        let reap = ReapServers(world.control)
        let listed = try await reap.candidates(order)
        world.runtime.meterUsage(cores: 1)
        world.time.advance(by: .seconds(5))
        #expect(try await reap.perform(order, on: listed, for: nil).map(\.result) == [.spared])
    }

    @Test("Exempt servers, the least time to run and quiet hours count whoever asks", arguments: 0..<3)
    func spared(rule: Int) async throws {
        let allDay = try QuietHours(from: "0:00", to: "0:00", zone: "UTC")
        let (world, ada) = try await World.withIdleAda(
            idleSettings { policy in
                switch rule {
                case 0: policy.isExempt = true
                case 1: policy.minimumRun = .seconds(3600)
                default: policy.quietHours = allDay
                }
            })
        try await world.lookThrough(ada)
        let verdicts = try await ReapServers(world.control).candidates(order).map(\.verdict.verdict.rule)
        #expect(verdicts == [[.exempt, .minimumRun, .quietHours][rule]])
    }

    @Test("Only what fits the filter is stopped, and no more than was said")
    func filters() async throws {
        let (world, ada) = try await World.withIdleAda()
        let root = try await world.person("root", isAdmin: true)
        _ = try await world.person("bob")
        let bob = try await world.started("bob")
        world.runtime.meterUsage()
        let group = try GroupName("lab")
        try await world.accounts.addGroup(group, audit: nil)
        _ = try await world.accounts.changeGroup(group, .join([bob.server.key.owner]), at: world.time.now(), audit: nil)
        for server in [ada, bob] { try await world.lookThrough(server) }
        func listed(_ text: String) async throws -> [String] {
            let order = ReapOrder(timeout: .seconds(1), filter: try FleetFilter(text))
            return try await world.useCases.reapServers.dryRun(order, by: root).map { "\($0.entry.key)" }
        }
        #expect(try await listed("") == ["ada/", "bob/"])
        #expect(try await listed("group:lab") == ["bob/"])
        #expect(try await listed("owner:ada profile:small") == ["ada/"])
        #expect(try await listed("used:>1G").isEmpty)
        #expect(try await listed("used:>1M idle:>1s phase:running") == ["ada/", "bob/"])
        await #expect {
            try await world.useCases.reapServers(order, atMost: 1, by: root)
        } throws: {
            ($0 as? Refusal)?.code == "more_than_expected"
        }
        #expect(world.told(ada).isEmpty && world.told(bob).isEmpty)
        let only = ReapOrder(timeout: .seconds(1), filter: try FleetFilter("owner:bob"))
        #expect(try await world.useCases.reapServers(only, atMost: 1, by: root).map(\.server) == [bob.server.key])
        #expect(world.told(ada).isEmpty)
    }

    @Test("Only admins see verdicts on all servers, and reap")
    func permission() async throws {
        let (world, _) = try await World.withIdleAda()
        let person = try await world.speaker("ada")
        await #expect { try await world.useCases.reapServers.dryRun(order, by: person) } throws: {
            ($0 as? Refusal)?.kind == .forbidden
        }
        await #expect { try await world.useCases.reapServers(order, by: person) } throws: {
            ($0 as? Refusal)?.kind == .forbidden
        }
    }

    @Test("On a frozen fleet what is done is what the dry run shows", arguments: 1...6 as ClosedRange<UInt64>)
    func frozen(seed: UInt64) async throws {
        var dice = Dice(state: seed)
        let world = try World(idle: dice.settings())
        let root = try await world.person("root", isAdmin: true)
        var evidence: [ServerID: [Evidence]] = [:]
        for number in 0..<60 {
            var tracked = try await world.started("u\(number)")
            tracked.idle = IdleRecord(warnedAt: dice.moment(world), keptUntil: dice.moment(world))
            tracked.usedAt = dice.moment(world)
            // That one cannot be looked at.
            if number.isMultiple(of: 7) { tracked.status?.endpoint = nil }
            world.servers.put(tracked, at: tracked.server.key)
            evidence[tracked.server.id] = dice.evidence(world)
        }
        world.runtime.meterUsage()
        world.time.advance(by: .seconds(20_000))
        world.control.activity.restore(evidence)
        for order in [ReapOrder.byPolicy, ReapOrder(timeout: .seconds(3600))] {
            for tracked in try await world.servers.unfinished() { try await world.lookThrough(tracked) }
            let shown = try await world.useCases.reapServers.dryRun(order, by: root)
            let expected: [String: ReapOutcome.Result] = Dictionary(
                uniqueKeysWithValues: shown.compactMap { candidate in
                    candidate.step.result.map { ("\(candidate.entry.key)", $0) }
                })
            let done = try await world.useCases.reapServers(order, by: root)
            #expect(Dictionary(uniqueKeysWithValues: done.map { ("\($0.server)", $0.result) }) == expected)
            #expect(shown.count > 20 && !expected.isEmpty)
        }
    }
}

extension ReapStep {
    /// What comes of it when nothing comes in between.
    fileprivate var result: ReapOutcome.Result? {
        switch self {
        case .nothing: nil
        case .warn: .warned
        case .takeBack: .takenBack
        case .stop: .stopped
        }
    }
}

/// A generator that gives the same numbers for the same seed.
private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        return value ^ (value >> 31)
    }

    /// Nil, or some time within eight hours from now.
    mutating func moment(_ world: World) -> Timestamp? {
        Bool.random(using: &self) ? nil : world.time.now() + .seconds(Int64.random(in: 0...28_000, using: &self))
    }

    mutating func evidence(_ world: World) -> [Evidence] {
        [Evidence.Kind.kernel, .terminal, .cpu, .io].compactMap { kind in
            moment(world).map { Evidence(kind, "w", at: $0) }
        }
    }

    mutating func settings() -> IdleSettings {
        var settings = IdleSettings()
        settings.policy.timeout = .after(.seconds(Int64.random(in: 3000...15_000, using: &self)))
        settings.policy.notice = .seconds(Int64.random(in: 0...9000, using: &self))
        settings.policy.minimumRun = .seconds(Int64.random(in: 0...9000, using: &self))
        settings.policy.maximumAge = Bool.random(using: &self) ? .never : .after(.seconds(30_000))
        return settings
    }
}

@Suite("Keeping a server from being stopped", .timeLimit(.minutes(1)))
struct KeepTests {
    private func keep(
        _ length: KeepServer.Length, _ world: World, _ ada: TrackedServer, as name: String = "ada"
    ) async throws -> KeepServer.Outcome {
        let person = try await world.speaker(name, isAdmin: name == "root")
        return try await world.useCases.keepServer(ada.server.key, for: length, by: person)
    }

    @Test("It lasts as long as was asked, is told in history and audit, and never gets shorter")
    func lasts() async throws {
        let (world, ada) = try await World.withIdleAda()
        let now = world.time.now()
        #expect(try await keep(.usual, world, ada).until == now + .seconds(4 * 3600))
        #expect(try await keep(.lasting(.seconds(60)), world, ada).until == now + .seconds(4 * 3600))
        #expect(try await keep(.until(now + .seconds(40_000)), world, ada, as: "root").until == now + .seconds(40_000))
        #expect(try await world.present(ada).idle.keptUntil == now + .seconds(40_000))
        #expect(world.told(ada) == [.kept, .kept, .kept])
        #expect(world.servers.audit.map(\.action) == ["server.keep", "server.keep", "server.keep"])
        #expect(world.servers.audit.map(\.principal) == ["ada", "ada", "root"])
    }

    @Test("What is usual is no more than the most")
    func usual() async throws {
        let (world, ada) = try await World.withIdleAda(idleSettings { $0.keepLimit = .after(.seconds(3600)) })
        #expect(try await keep(.usual, world, ada).length == .seconds(3600))
        let (free, bea) = try await World.withIdleAda(idleSettings { $0.keepLimit = .never })
        #expect(try await keep(.lasting(.seconds(9_000_000)), free, bea).length == .seconds(9_000_000))
    }

    @Test("Too long, over already, not running, not one's own: refused, and why")
    func refused() async throws {
        let (world, ada) = try await World.withIdleAda()
        func refusal(_ length: KeepServer.Length, as name: String = "ada") async -> Refusal? {
            do {
                _ = try await keep(length, world, ada, as: name)
                return nil
            } catch {
                return error as? Refusal
            }
        }
        let tooLong = try #require(await refusal(.lasting(.seconds(86_401))))
        #expect(tooLong.code == "keep_limit" && tooLong.message.contains("for: ") && tooLong.message.contains("1 d"))
        #expect(await refusal(.until(world.time.now() + .seconds(90_000)))?.message.hasPrefix("until: ") == true)
        #expect(await refusal(.until(world.time.now()))?.code == "bad_value")
        #expect(await refusal(.usual, as: "bob")?.kind == .notFound)
        world.end(ada)
        #expect(await refusal(.usual)?.code == "not_running")
        #expect(world.servers.audit.isEmpty && world.told(ada).isEmpty)
    }
}
