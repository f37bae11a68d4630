import Accounts
import Control
import Servers
import Support
import Testing

@Suite("Healing by itself", .timeLimit(.minutes(1)))
struct HealingTests {
    /// A world with one running server, its services stopped.
    private func runningServer() async throws -> (World, Principal, ServerKey, TrackedServer) {
        let (world, ada, key) = try await World.withAda()
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            _ = try await world.until(key, by: ada) { $0.activity == .ready }
        }
        let tracked = try #require(try await world.servers.server(key))
        return (world, ada, key, tracked)
    }

    @Test("A crash of Jupyter finishes the generation with its exit code, and it is not started again")
    func crash() async throws {
        let (world, ada, key, tracked) = try await runningServer()
        try await world.running {
            world.runtime.exit(tracked.server.id, code: 3)
            let stopped = try await world.untilInTime(key, by: ada) { $0.activity == .stopped }
            #expect(stopped.current?.reason == .crashed(exitCode: 3))
            #expect(stopped.server.generation == 1)
            #expect(world.runtime.shown.isEmpty)
        }
    }

    @Test("Running out of memory is told from a crash")
    func outOfMemory() async throws {
        let (world, ada, key, tracked) = try await runningServer()
        try await world.running {
            world.runtime.exit(tracked.server.id, code: 137, oomKilled: true)
            let stopped = try await world.untilInTime(key, by: ada) { $0.activity == .stopped }
            #expect(stopped.current?.reason == .oomKilled)
        }
    }

    @Test("After a restart of the engine what ran is started again, in the same container and generation")
    func engineRestart() async throws {
        let (world, ada, key, tracked) = try await runningServer()
        world.runtime.restartEngine()
        try await world.running(engineAnswers: false) {
            let healed = try await world.untilInTime(key, by: ada) {
                $0.current?.epoch == world.runtime.epoch && $0.activity == .ready && $0.current?.healthy == true
            }
            #expect(healed.server.generation == 1)
            #expect(healed.current?.container == tracked.current?.container)
            let kinds = try await world.useCases.watchServer.events(key, after: 0, limit: 100, by: ada).map(\.kind)
            #expect(kinds.contains(.hostRestarted))
        }
    }

    @Test("After a power cut between a container's start and its record it is started again, not called crashed")
    func powerCutDuringStart() async throws {
        let (world, ada, key) = try await World.withAda()
        world.runtime.hang(.start)
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            await world.runtime.waitForCalls(.start)
        }
        world.runtime.release()
        try await world.runtime.start(#require(world.runtime.shown.first).id)
        world.runtime.restartEngine()
        try await world.running(engineAnswers: false) {
            let healed = try await world.untilInTime(key, by: ada) {
                $0.activity == .ready || $0.activity == .stopped
            }
            #expect(healed.activity == .ready)
            #expect(healed.server.generation == 1)
        }
    }

    @Test("A launch is taken at once after the first question to the engine, before anything else runs")
    func introduced() async throws {
        let (world, ada, key) = try await World.withAda()
        await #expect(throws: Refusal.self) {
            try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
        }
        await world.engineWatcher.introduce()
        _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
    }

    @Test("An engine that does not answer holds up the start for two seconds, one that is away not at all")
    func introducedToNobody() async throws {
        let (world, _, _) = try await World.withAda()
        let before = world.time.now()
        world.runtime.setReachable(false)
        await world.engineWatcher.introduce()
        #expect(world.time.now() == before)
        world.runtime.setReachable(true)
        world.runtime.hang(.host)
        async let introduction: Void = world.engineWatcher.introduce()
        try await world.time.waitForSleepers(count: 1)
        world.time.advance(by: .seconds(2))
        await introduction
        #expect(world.useCases.readHealth.host == nil)
    }

    @Test("While the engine is away nothing is assumed dead and a stop is remembered")
    func engineAway() async throws {
        let (world, ada, key, _) = try await runningServer()
        world.runtime.setReachable(false)
        try await world.running(engineAnswers: false) {
            await world.runtime.waitForCalls(.host)
            let seen = try await world.useCases.watchServer(key, by: ada)
            #expect(seen.phase == .started)
            _ = try await world.useCases.stopServer(key, by: ada)
            #expect(try await world.useCases.watchServer(key, by: ada).activity == .stopping)
            world.runtime.setReachable(true)
            let stopped = try await world.untilInTime(key, by: ada) { $0.activity == .stopped }
            #expect(stopped.current?.reason == .stoppedByUser)
        }
    }

    @Test("A container that someone removed is gone only after a minute of full lists without it")
    func removedOutside() async throws {
        let (world, ada, key, tracked) = try await runningServer()
        try await world.running {
            let before = world.time.now()
            world.runtime.vanish(tracked.server.id)
            let stopped = try await world.untilInTime(key, by: ada) { $0.activity == .stopped }
            #expect(stopped.current?.reason == .removedOutside)
            #expect(world.time.now() - before >= .seconds(60))
        }
    }

    @Test("A container that withstands stop and kill is removed by force")
    func stubborn() async throws {
        let (world, ada, key, tracked) = try await runningServer()
        world.runtime.withstand(.stop, .kill, by: tracked.server.id)
        try await world.running {
            _ = try await world.useCases.stopServer(key, by: ada)
            let stopped = try await world.untilInTime(key, by: ada) { $0.activity == .stopped }
            #expect(stopped.current?.reason == .stoppedByUser)
            #expect(world.runtime.shown.isEmpty)
        }
    }

    @Test("Hints may all be lost: the list every 30 seconds finds the crash")
    func lostHints() async throws {
        let (world, ada, key, tracked) = try await runningServer()
        world.runtime.setLosesHints(true)
        try await world.running {
            world.runtime.exit(tracked.server.id, code: 1)
            let stopped = try await world.untilInTime(key, by: ada) { $0.activity == .stopped }
            #expect(stopped.current?.reason == .crashed(exitCode: 1))
        }
    }

    @Test("One server's hung engine call delays no other server")
    func hungCall() async throws {
        let (world, ada, _, _) = try await runningServer()
        let bob = try await world.person("bob")
        let other = ServerKey(owner: ada.user.name, name: try ServerName("other"))
        let bobs = ServerKey(owner: bob.user.name)
        world.runtime.addToRegistry("registry/other:1")
        world.runtime.hang(.pull)
        try await world.running {
            let pulled = LaunchOptions(profile: ProfileID("pulled"))
            _ = try await world.useCases.launchServer(other, options: pulled, by: ada)
            await world.runtime.waitForCalls(.pull)
            _ = try await world.useCases.launchServer(bobs, options: LaunchOptions(), by: bob)
            let ready = try await world.until(bobs, by: bob) { $0.activity == .ready }
            #expect(ready.current?.phase == .started)
        }
    }

    @Test("A container that is a generation ahead of a restored store is taken over as it runs")
    func adoption() async throws {
        let (world, ada, key, tracked) = try await runningServer()
        try await world.running {
            _ = try await world.useCases.stopServer(key, by: ada)
            _ = try await world.until(key, by: ada) { $0.activity == .stopped }
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            _ = try await world.until(key, by: ada) { $0.activity == .ready }
        }
        let container = world.runtime.shown.map(\.id)
        let larger = Resources(
            cpu: .init(reserve: Cores(thousandths: 300), burst: Cores(thousandths: 3000)), memory: .gibibytes(5))
        world.runtime.setLimits(ContainerLimits(larger), of: tracked.server.id)
        world.servers.put(tracked, at: key)
        world.time.advance(by: .seconds(3600))
        try await world.running {
            let adopted = try await world.untilInTime(key, by: ada) {
                $0.server.generation == 2 && $0.activity == .ready
            }
            #expect(adopted.current?.container == container.first)
            #expect(world.runtime.shown.map(\.id) == container)
            #expect(adopted.server.spec?.resources == larger, "it was resized since the backup")
        }
    }

    @Test("What runs of a server that a restored store does not know is removed after a minute, its log kept")
    func unknown() async throws {
        let (world, _, key, tracked) = try await runningServer()
        world.runtime.write("precious", by: tracked.server.id)
        world.servers.put(nil, at: key)
        try await world.running {
            await world.runtime.waitForCalls(.containers, 2)
            #expect(world.runtime.shown.count == 1)
            await world.executor.settled()
            world.time.advance(by: .seconds(61))
            await world.runtime.waitUntil { $0.isEmpty }
        }
        let log = try await world.workspaces.keptLog(server: tracked.server.id, generation: 1)
        #expect(log.map { String(decoding: $0, as: UTF8.self) } == "precious")
    }
}
