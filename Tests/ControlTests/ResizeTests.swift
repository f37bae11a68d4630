import Accounts
import Control
import Servers
import Support
import Testing

@Suite("Resizing what runs", .timeLimit(.minutes(1)))
struct ResizeTests {
    /// A world with Ada's server running: 2 cores and 1 GiB, under a ceiling of 2 cores and 4 GiB.
    private func running() async throws -> (World, Principal, ServerKey, TrackedServer) {
        let (world, ada, key) = try await World.withAda()
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            _ = try await world.until(key, by: ada) { $0.activity == .ready }
        }
        return (world, ada, key, try #require(try await world.servers.server(key)))
    }

    private func memory(_ gibibytes: Int64) -> LaunchOptionsEdit {
        LaunchOptionsEdit(memory: .set(.gibibytes(gibibytes)))
    }

    private func limits(_ world: World) -> ContainerLimits? { world.runtime.shown.first?.limits }

    private func kinds(_ world: World, _ key: ServerKey, _ ada: Principal) async throws -> [EventKind] {
        try await world.useCases.watchServer.events(key, after: 0, limit: 100, by: ada).map(\.kind)
    }

    @Test("More of everything is there in the same container, is told inside it, and is kept for the next launch")
    func grow() async throws {
        let (world, ada, key, before) = try await running()
        let edit = LaunchOptionsEdit(
            cpu: .set(Cores(thousandths: 1500)), reserve: .set(Cores(thousandths: 1000)), memory: .set(.gibibytes(4)))
        try await world.running {
            _ = try await world.useCases.resizeServer(key, edit, by: ada)
            let resized = try await world.until(key, by: ada) { $0.server.pendingResize == nil }
            let wanted = try #require(resized.server.spec?.resources)
            #expect(wanted.memory == .gibibytes(4))
            #expect(wanted.cpu == .init(reserve: Cores(thousandths: 1000), burst: Cores(thousandths: 1500)))
            #expect(limits(world) == ContainerLimits(wanted))
            #expect(resized.current?.container == before.current?.container)
            #expect(resized.server.generation == 1)
            #expect(resized.server.nextOptions == nil)
            #expect(world.workspaces.told[resized.server.id] == [wanted])
            #expect(try await kinds(world, key, ada).suffix(2) == [.resizeRequested, .resized])
            #expect(world.runtime.count(of: .resize) == 1)
            let again = try await world.useCases.restartServer(key, options: LaunchOptions(), by: ada)
            #expect(again.server.spec?.resources == wanted)
        }
        #expect(world.servers.audit.map(\.action).contains("server.resize"))
    }

    @Test(
        "Less memory than is in use is refused with the figures, by our own look and by the engine's; all is as it was")
    func belowUse() async throws {
        let (world, ada, key, _) = try await running()
        try await world.running {
            _ = try await world.useCases.resizeServer(key, memory(4), by: ada)
            let before = try await world.until(key, by: ada) { $0.server.pendingResize == nil }
            world.runtime.use(Bytes(3_328_599_654), by: before.server.id)
            _ = try await world.useCases.resizeServer(key, memory(2), by: ada)
            let refused = try await world.until(key, by: ada) { $0.server.pendingResize == nil }
            guard case .refused(_, let code, let message) = refused.server.resize?.outcome else {
                throw Unexpected()
            }
            #expect(code == "below_use")
            #expect(message.contains("it is using 3.1 GiB, more than 2 GiB; free some memory, or restart it"))
            #expect(world.runtime.count(of: .resize) == 1, "the engine is not even asked")
            #expect(refused.server.spec == before.server.spec)
            #expect(refused.server.options == before.server.options)
            #expect(try await kinds(world, key, ada).contains(.resizeRefused))
        }
    }

    @Test("What the engine alone finds to be too little is the same refusal")
    func belowUseByEngine() async throws {
        let (world, ada, key, _) = try await running()
        world.runtime.failNext(.resize, .belowUse("unable to set memory limit"))
        try await world.running {
            _ = try await world.useCases.resizeServer(key, LaunchOptionsEdit(memory: .set(.mebibytes(512))), by: ada)
            let refused = try await world.until(key, by: ada) { $0.server.pendingResize == nil }
            guard case .refused(_, let code, let message) = refused.server.resize?.outcome else { throw Unexpected() }
            #expect(code == "below_use" && message.contains("10 MiB") && message.contains("512 MiB"))
        }
    }

    @Test(
        "A process that dies before, in or after the engine's call leaves a resize that the next one makes true, once",
        arguments: [false, true])
    func crash(happened: Bool) async throws {
        let (world, ada, key, before) = try await running()
        world.runtime.hang(.resize)
        try await world.running {
            _ = try await world.useCases.resizeServer(key, memory(3), by: ada)
            await world.runtime.waitForCalls(.resize)
        }
        world.runtime.release()
        let pending = try #require(try await world.servers.server(key))
        #expect(pending.server.pendingResize?.revision == 1)
        #expect(pending.reserved?.memory == .gibibytes(3))
        if happened {
            let wanted = try #require(pending.server.desiredResources)
            world.runtime.setLimits(ContainerLimits(wanted), of: before.server.id)
        }
        try await world.running {
            let resized = try await world.until(key, by: ada) { $0.server.pendingResize == nil }
            #expect(resized.server.resize?.outcome == .applied(world.time.now()))
            #expect(limits(world)?.memory == .gibibytes(3))
            #expect(world.runtime.count(of: .resize) == (happened ? 1 : 2))
            #expect(world.workspaces.told[resized.server.id]?.last?.memory == .gibibytes(3))
        }
        #expect(world.servers.history.count { $0.kind == .resized } == 1)
    }

    @Test("An engine that fails is tried three times, with pauses, and then it is refused; another server never waits")
    func engineFails() async throws {
        let (world, ada, key, before) = try await running()
        world.runtime.failNext(.resize, .failed("runc broke"), times: 3)
        let other = ServerKey(owner: ada.user.name, name: try ServerName("other"))
        try await world.running {
            _ = try await world.useCases.resizeServer(key, memory(3), by: ada)
            _ = try await world.until(key, by: ada) { $0.server.pendingResize?.outcome != .pending(nil) }
            _ = try await world.useCases.launchServer(other, options: LaunchOptions(), by: ada)
            _ = try await world.until(other, by: ada) { $0.activity == .ready }
            let refused = try await world.untilInTime(key, by: ada) { $0.server.pendingResize == nil }
            guard case .refused(_, let code, let message) = refused.server.resize?.outcome else { throw Unexpected() }
            #expect(code == "engine" && message.contains("runc broke"))
            #expect(world.runtime.count(of: .resize) == 3)
            #expect(refused.server.spec == before.server.spec)
            #expect(refused.activity == .ready)
        }
    }

    @Test("A new wish is tried at once, whatever the pause of the one before")
    func overtakes() async throws {
        let (world, ada, key, _) = try await running()
        world.runtime.failNext(.resize, .failed("runc broke"))
        try await world.running {
            _ = try await world.useCases.resizeServer(key, memory(3), by: ada)
            _ = try await world.until(key, by: ada) { $0.server.pendingResize?.outcome != .pending(nil) }
            _ = try await world.useCases.resizeServer(key, memory(4), by: ada)
            let resized = try await world.until(key, by: ada) { $0.server.pendingResize == nil }
            #expect(resized.server.resize?.revision == 2)
            #expect(limits(world)?.memory == .gibibytes(4))
        }
    }

    @Test("While the engine is away a resize waits, and is made true when it is back")
    func engineAway() async throws {
        let (world, ada, key, _) = try await running()
        world.runtime.setReachable(false)
        try await world.running(engineAnswers: false) {
            _ = try await world.useCases.resizeServer(key, memory(3), by: ada)
            await world.runtime.waitForCalls(.host, 2)
            #expect(try await world.servers.server(key)?.server.pendingResize != nil)
            world.runtime.setReachable(true)
            _ = try await world.untilInTime(key, by: ada) { $0.server.pendingResize == nil }
            #expect(limits(world)?.memory == .gibibytes(3))
        }
    }

    @Test("Limits that someone else changed are put back, and the history says what was found")
    func drift() async throws {
        let (world, ada, key, before) = try await running()
        let wanted = ContainerLimits(try #require(before.server.spec?.resources))
        var other = wanted
        other.memory = .gibibytes(9)
        other.memoryAndSwap = .gibibytes(10)
        world.runtime.setLimits(other, of: before.server.id)
        try await world.running {
            await world.runtime.waitUntil { $0.first?.limits == wanted }
            let told = try await event(.limitsRestored, world, key, ada)
            #expect(told.contains("9 GiB and 1 GiB of swap") && told.contains("it has 2 cores"))
        }
    }

    @Test("Limits put up by hand stay while more is in use than they are to be, which is said once")
    func driftInUse() async throws {
        let (world, ada, key, before) = try await running()
        let wanted = ContainerLimits(try #require(before.server.spec?.resources))
        var other = wanted
        other.memory = .gibibytes(9)
        world.runtime.setLimits(other, of: before.server.id)
        world.runtime.use(.gibibytes(2), by: before.server.id)
        try await world.running {
            let told = try await event(.limitsRestored, world, key, ada)
            #expect(told.contains("keeps what it was given"))
            for _ in 1...3 {
                let looks = world.runtime.count(of: .usage)
                world.control.wake(before.server.id)
                await world.runtime.waitForCalls(.usage, looks + 1)
            }
            world.runtime.use(.mebibytes(100), by: before.server.id)
            world.control.wake(before.server.id)
            await world.runtime.waitUntil { $0.first?.limits == wanted }
            _ = try await world.until(key, by: ada) { $0.current?.message == nil }
            #expect(world.servers.history.count { $0.kind == .limitsRestored } == 2)
        }
    }

    /// The message of the first such event, once there is one.
    private func event(_ kind: EventKind, _ world: World, _ key: ServerKey, _ ada: Principal) async throws -> String {
        for await _ in try await world.useCases.watchServer.changes(key, by: ada) {
            let events = try await world.useCases.watchServer.events(key, after: 0, limit: 100, by: ada)
            if let found = events.first(where: { $0.kind == kind }) { return found.message }
        }
        throw CancellationError()
    }

    @Test("After a restart of the engine, or of the container by hand, it has the size it was given")
    func engineRestarts() async throws {
        let (world, ada, key, before) = try await running()
        try await world.running {
            _ = try await world.useCases.resizeServer(key, memory(3), by: ada)
            _ = try await world.until(key, by: ada) { $0.server.resize?.isPending == false }
        }
        world.runtime.restartEngine()
        // As if the engine had forgotten.
        world.runtime.setLimits(ContainerLimits(try #require(before.server.spec?.resources)), of: before.server.id)
        try await world.running(engineAnswers: false) {
            _ = try await world.untilInTime(key, by: ada) {
                $0.current?.epoch == world.runtime.epoch && $0.current?.healthy == true
            }
            await world.runtime.waitUntil { $0.first?.limits?.memory == .gibibytes(3) }
        }
    }

    @Test("A resize before there is a container is how it is created; one while it starts is there when it has started")
    func whileStarting() async throws {
        let (world, ada, key) = try await World.withAda()
        world.runtime.hang(.isolate)
        world.notebook.set(.notReady("not yet"))
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            await world.runtime.waitForCalls(.isolate)
            guard case .applied(let early) = try await world.useCases.resizeServer(key, memory(2), by: ada) else {
                throw Unexpected()
            }
            #expect(early.server.spec?.resources.memory == .gibibytes(2))
            world.runtime.release()
            await world.runtime.waitForCalls(.start)
            #expect(world.runtime.plans.first?.resources.memory == .gibibytes(2))
            guard case .pending = try await world.useCases.resizeServer(key, memory(3), by: ada) else {
                throw Unexpected()
            }
            world.notebook.set(.ready)
            let ready = try await world.untilInTime(key, by: ada) {
                $0.activity == .ready && $0.server.pendingResize == nil
            }
            #expect(ready.server.spec?.resources.memory == .gibibytes(3))
            #expect(limits(world)?.memory == .gibibytes(3))
        }
    }

    @Test("What only a start can change, and all of a server that does not run, is for the next start")
    func nextStart() async throws {
        let (world, ada, key, before) = try await running()
        let shared = LaunchOptionsEdit(sharedMemory: .set(.mebibytes(256)))
        try await world.running {
            guard case .onNextStart(let kept) = try await world.useCases.resizeServer(key, shared, by: ada) else {
                throw Unexpected()
            }
            #expect(kept.server.spec == before.server.spec)
            #expect(kept.server.nextOptions?.sharedMemory == .mebibytes(256))
            _ = try await world.useCases.stopServer(key, by: ada)
            _ = try await world.until(key, by: ada) { $0.activity == .stopped }
            guard case .onNextStart = try await world.useCases.resizeServer(key, memory(2), by: ada) else {
                throw Unexpected()
            }
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            let next = try await world.until(key, by: ada) { $0.activity == .ready }
            #expect(next.server.spec?.resources.memory == .gibibytes(2))
            #expect(next.server.spec?.resources.sharedMemory == .mebibytes(256))
            #expect(world.runtime.plans.first?.resources == next.server.spec?.resources)
        }
    }

    @Test("Asking again for what is on its way is the same resize; for what is there it is done already")
    func repeated() async throws {
        let (world, ada, key, _) = try await running()
        for _ in 1...2 {
            guard case .pending(_, revision: 1) = try await world.useCases.resizeServer(key, memory(3), by: ada) else {
                throw Unexpected()
            }
        }
        try await world.running {
            _ = try await world.until(key, by: ada) { $0.server.pendingResize == nil }
            guard case .applied = try await world.useCases.resizeServer(key, memory(3), by: ada) else {
                throw Unexpected()
            }
            #expect(world.runtime.count(of: .resize) == 1)
        }
    }

    @Test("Files that cannot be written in its directory undo no resize")
    func cannotTell() async throws {
        let (world, ada, key, _) = try await running()
        world.workspaces.failTelling(with: WorkspaceError(path: "/run", problem: "full", remedy: "make room"))
        try await world.running {
            _ = try await world.useCases.resizeServer(key, memory(3), by: ada)
            let resized = try await world.until(key, by: ada) { $0.server.pendingResize == nil }
            #expect(resized.activity == .ready)
            #expect(limits(world)?.memory == .gibibytes(3))
        }
    }

    @Test("A launch with fewer cores than were reserved last time reserves fewer, and is not refused for it")
    func rememberedReserve() async throws {
        let (world, ada, key) = try await World.withAda()
        let two = Cores(thousandths: 2000)
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(cpu: two, reserve: two), by: ada)
            _ = try await world.until(key, by: ada) { $0.activity == .ready }
            _ = try await world.useCases.stopServer(key, by: ada)
            _ = try await world.until(key, by: ada) { $0.activity == .stopped }
            let one = Cores(thousandths: 1000)
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(cpu: one), by: ada)
            let tracked = try await world.until(key, by: ada) { $0.activity == .ready }
            #expect(tracked.server.spec?.resources.cpu == Resources.CPU(reserve: one, burst: one))
        }
    }

    @Test(
        "What is refused outright changes nothing: scope, ceiling, more than the machine has, a server that is not there"
    )
    func refused() async throws {
        let large = Profile(
            id: ProfileID("large"), title: "Large", summary: "", image: "berth/notebook:minimal",
            resources: Resources(
                cpu: .init(reserve: Cores(thousandths: 500), burst: Cores(thousandths: 2000)), memory: .gibibytes(1)),
            ceiling: Ceiling(cpu: Cores(thousandths: 64_000), memory: .gibibytes(64)))
        let world = try World(profiles: [large])
        let (ada, bob) = (try await world.person("ada"), try await world.person("bob"))
        let key = ServerKey(owner: ada.user.name)
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(profile: large.id), by: ada)
            _ = try await world.until(key, by: ada) { $0.activity == .ready }
            let before = try await world.servers.server(key)
            let missing = ServerKey(owner: ada.user.name, name: try ServerName("none"))
            for (key, edit, who, code, words) in [
                (key, memory(65), ada, "ceiling", "at most 64 GiB"),
                (key, memory(16), ada, "never_fits", "at most 15 GiB"),
                (key, LaunchOptionsEdit(cpu: .set(Cores(thousandths: 9000))), ada, "never_fits", "8 cores"),
                (key, LaunchOptionsEdit(profile: .set(ProfileID("none"))), ada, "unknown_profile", "large"),
                (key, LaunchOptionsEdit(sharedMemory: .set(.gibibytes(2))), ada, "ceiling", "shared_memory"),
                (key, LaunchOptionsEdit(), ada, "nothing_asked", "cpu"),
                (key, memory(2), bob, "not_found", ""), (missing, memory(2), ada, "not_found", ""),
            ] {
                let refusal = await #expect(throws: Refusal.self) {
                    try await world.useCases.resizeServer(key, edit, by: who)
                }
                #expect(refusal?.code == code)
                #expect(words.isEmpty || refusal?.message.contains(words) == true, "\(refusal?.message ?? "")")
            }
            #expect(try await world.servers.server(key) == before)
        }
    }
}

private struct Unexpected: Error {}
