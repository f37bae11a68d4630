import Accounts
import Control
import Servers
import Support
import Testing

@Suite("Out of memory, explained", .timeLimit(.minutes(1)))
struct OutOfMemoryTests {
    /// Runs Ada's server, then `body` with it while everything runs.
    private func withServer(
        _ body: @escaping @Sendable (World, Principal, ServerKey, ServerID) async throws -> Void
    ) async throws {
        let (world, ada, key) = try await World.withAda()
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            let tracked = try await world.until(key, by: ada) { $0.activity == .ready }
            try await body(world, ada, key, tracked.server.id)
        }
    }

    private static func death(_ world: World, _ path: String, _ outOfMemory: Bool? = true) -> KernelDeath {
        KernelDeath(
            kernel: path, name: "python3", path: path, at: world.time.now() + .milliseconds(1), outOfMemory: outOfMemory
        )
    }

    private func told(_ world: World) -> [ServerEvent] { world.servers.history.filter { $0.kind == .outOfMemory } }

    /// Lets time pass: more than a look at everything, and all patience.
    private func wait(_ world: World, _ key: ServerKey, _ ada: Principal) async throws {
        let until = world.time.now() + .seconds(65)
        while world.time.now() < until { try await world.goOn() }
        await world.executor.settled()
    }

    @Test("The kernel that died is named with the limit and the remedy, once, though hint and look both show it")
    func once() async throws {
        try await withServer { world, ada, key, server in
            world.notebook.setDeaths(
                .known([Self.death(world, "analysis.ipynb"), Self.death(world, "b.ipynb", false)]))
            world.runtime.killForMemory(server)
            let tracked = try await world.untilInTime(key, by: ada) { $0.outOfMemory != nil }
            #expect(tracked.outOfMemory?.kernels == [.init(path: "analysis.ipynb", name: "python3")])
            #expect(
                tracked.outOfMemory?.limit == .gibibytes(1) && tracked.outOfMemory?.remedy == .resize(.gibibytes(2)))
            try await wait(world, key, ada)
            #expect(
                told(world).map(\.message) == [
                    "Kernel analysis.ipynb ran out of memory at the limit of 1 GiB; "
                        + "'berth resize --memory 2G' needs no restart"
                ])
            let notice = try #require(world.workspaces.notices(in: server)[.outOfMemory])
            #expect(notice.action?.url == "http://localhost:8000/hub/resize/ada?memory=2147483648")
            #expect(tracked.activity == .ready && tracked.server.generation == 1)
        }
    }

    @Test("The next one is told as well, and named by itself")
    func next() async throws {
        try await withServer { world, ada, key, server in
            let first = Self.death(world, "a.ipynb")
            world.notebook.setDeaths(.known([first]))
            world.runtime.killForMemory(server)
            _ = try await world.untilInTime(key, by: ada) { $0.outOfMemory != nil }
            world.time.advance(by: .seconds(30))
            world.notebook.setDeaths(.known([first, Self.death(world, "b.ipynb")]))
            world.runtime.killForMemory(server)
            let tracked = try await world.untilInTime(key, by: ada) { $0.memory?.kills == 2 }
            #expect(tracked.outOfMemory?.kernels.map(\.path) == ["b.ipynb"])
            #expect(told(world).count == 2)
        }
    }

    @Test("When the hint is lost, the next look at everything finds it")
    func lostHint() async throws {
        try await withServer { world, ada, key, server in
            world.runtime.setLosesHints(true)
            world.runtime.killForMemory(server)
            _ = try await world.untilInTime(key, by: ada) { $0.outOfMemory != nil }
            #expect(told(world).count == 1)
        }
    }

    @Test("A process that no kernel's death explains is not known")
    func unknown() async throws {
        try await withServer { world, ada, key, server in
            world.notebook.setDeaths(.known([]))
            world.runtime.killForMemory(server)
            let tracked = try await world.untilInTime(key, by: ada) { $0.outOfMemory != nil }
            #expect(tracked.outOfMemory?.kernels == [] && tracked.outOfMemory?.others == 1)
            #expect(told(world).first?.message.hasPrefix("A process that is not known ran out of memory") == true)
        }
    }

    @Test("A death that the server tells a moment later is waited for")
    func late() async throws {
        try await withServer { world, ada, key, server in
            world.notebook.setDeaths(.unknown("no answer in time"))
            world.runtime.killForMemory(server)
            await world.executor.settled()
            world.notebook.setDeaths(.known([Self.death(world, "late.ipynb")]))
            let tracked = try await world.untilInTime(key, by: ada) { $0.outOfMemory != nil }
            #expect(tracked.outOfMemory?.kernels.map(\.path) == ["late.ipynb"])
        }
    }

    @Test("What happened while nobody served is found afterwards, once")
    func whileAway() async throws {
        let (world, ada, key) = try await World.withAda()
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            _ = try await world.until(key, by: ada) { $0.activity == .ready }
        }
        let server = try #require(try await world.servers.server(key)).server.id
        world.runtime.killForMemory(server)
        for _ in 0..<2 {
            try await world.running {
                _ = try await world.untilInTime(key, by: ada) { $0.outOfMemory != nil }
                try await wait(world, key, ada)
            }
        }
        #expect(told(world).count == 1)
    }

    @Test("A kernel that is killed by hand is nobody's lack of memory, with a hint or without")
    func byHand() async throws {
        try await withServer { world, ada, key, server in
            world.notebook.setDeaths(.known([Self.death(world, "a.ipynb", false)]))
            world.runtime.killForMemory(server, counted: false)
            try await wait(world, key, ada)
            #expect(told(world).isEmpty)
            #expect(world.workspaces.notices(in: server)[.outOfMemory] == nil)
        }
    }

    @Test("Where nothing is counted each hint is told once, also when the engine repeats it")
    func uncounted() async throws {
        try await withServer { world, ada, key, server in
            world.runtime.setCountsMemoryKills(false)
            world.notebook.setDeaths(.known([Self.death(world, "a.ipynb", nil)]))
            world.runtime.killForMemory(server)
            // The same moment again: the engine tells what it told before when its events are asked for anew.
            world.runtime.killForMemory(server)
            let tracked = try await world.untilInTime(key, by: ada) { $0.outOfMemory != nil }
            #expect(tracked.outOfMemory?.kernels.map(\.path) == ["a.ipynb"])
            world.time.advance(by: .seconds(60))
            let later = world.time.now()
            world.runtime.killForMemory(server)
            _ = try await world.untilInTime(key, by: ada) { $0.memory?.lastHint == later }
            try await wait(world, key, ada)
            #expect(told(world).count == 2)
        }
    }

    @Test("Given more it is remedied: the notice goes, the history stays")
    func remedied() async throws {
        try await withServer { world, ada, key, server in
            world.runtime.killForMemory(server)
            _ = try await world.untilInTime(key, by: ada) { $0.outOfMemory != nil }
            let edit = LaunchOptionsEdit(memory: .set(.gibibytes(2)))
            _ = try await world.useCases.resizeServer(key, edit, by: ada)
            let settled = try await world.untilInTime(key, by: ada) { $0.outOfMemory?.isRemedied == true }
            #expect(settled.outOfMemory?.explanation(for: key).contains("resize") == false)
            try await wait(world, key, ada)
            #expect(world.workspaces.notices(in: server)[.outOfMemory] == nil)
            #expect(told(world).count == 1)
        }
    }

    @Test("A whole container that dies of it says its limit and what to start it with")
    func wholeContainer() async throws {
        try await withServer { world, ada, key, server in
            world.runtime.exit(server, code: 137, oomKilled: true)
            let stopped = try await world.untilInTime(key, by: ada) { $0.activity == .stopped }
            #expect(stopped.current?.message == "its limit was 1 GiB; 'berth launch --memory 2G' gives it more")
            #expect(told(world).isEmpty)
        }
    }
}
