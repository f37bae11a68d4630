import Servers
import Support
import Testing

@testable import Control

@Suite("What goes on in servers", .timeLimit(.minutes(1)))
struct ActivityTests {
    private func usage(at moment: Timestamp, cpu: Double) -> ContainerUsage {
        ContainerUsage(at: moment, memory: .mebibytes(50), cpu: .seconds(cpu))
    }

    /// Lets time pass in minutes, in each of which the server's processes use so many seconds.
    private func pass(_ minutes: Int, using cpu: Double = 0, by server: TrackedServer, in world: World) async throws {
        for _ in 0..<minutes {
            let before = world.control.usage.sample(
                of: server.server.id, container: server.current?.container ?? ContainerID(""))
            let used = (before?.cpu ?? .zero) + .seconds(cpu)
            world.runtime.setUsage(
                ContainerUsage(at: world.time.now() + .seconds(60), memory: .mebibytes(50), cpu: used),
                of: server.server.id)
            try await world.pass(.seconds(60))
        }
    }

    private func busy(_ world: World, since: Timestamp) -> NotebookReading {
        .known(
            NotebookActivity(kernels: [
                NotebookKernel(
                    id: "k", name: "python3", path: "train.ipynb", state: "busy", lastActivity: since, connections: 0)
            ]))
    }

    @Test("A server is known once it was looked at twice, and idle from its start on when nothing goes on")
    func idle() async throws {
        let world = try World()
        let ada = try await world.started("ada")
        try await world.watching(activity: MemoryActivityStore()) {
            #expect(world.control.activity.record(of: ada)?.look != .complete(at: world.time.now()))
            try await pass(4, by: ada, in: world)
            let record = try #require(world.control.activity.record(of: ada))
            guard case .complete = record.look else {
                Issue.record("\(record.look)")
                return
            }
            #expect(record.evidence == [] && record.startedAt == ada.current?.since)
            let verdict = reapVerdict(record, IdlePolicy(), now: record.startedAt + .seconds(4 * 3600))
            #expect(verdict.action == .warn)
        }
    }

    @Test("A busy kernel is now, for cullers of others, too, until it is not busy any more")
    func busyKernel() async throws {
        let (world, person, key) = try await World.withAda()
        let ada = try await world.started("ada")
        let began = world.time.now()
        try await world.watching(activity: MemoryActivityStore()) {
            world.notebook.set(busy(world, since: began))
            try await pass(30, by: ada, in: world)
            #expect(try await world.useCases.watchServer(key, by: person).lastActivity == world.time.now())
            #expect(
                try await world.useCases.watchServer.all(of: nil, by: person).first?.lastActivity == world.time.now())
            #expect(world.control.activity.record(of: ada)?.evidence.first?.what == "train.ipynb")
            world.notebook.set(.known(NotebookActivity(kernels: [])))
            let end = world.time.now()
            try await pass(10, by: ada, in: world)
            let last = try #require(try await world.useCases.watchServer(key, by: person).lastActivity)
            #expect(last > end - .seconds(120) && last <= end + .seconds(60))
            #expect(try await world.useCases.watchServer(world.end(ada).server.key, by: person).activeAt == nil)
        }
    }

    @Test("Processes count, whatever Jupyter says of itself")
    func processes() async throws {
        let world = try World()
        let ada = try await world.started("ada")
        try await world.watching(activity: MemoryActivityStore()) {
            try await pass(4, by: ada, in: world)
            #expect(world.control.activity.record(of: ada)?.evidence == [])
            try await pass(3, using: 30, by: ada, in: world)
            let evidence = try #require(world.control.activity.record(of: ada)?.evidence.first)
            #expect(evidence.kind == .cpu && evidence.at > world.time.now() - .seconds(130))
        }
    }

    @Test("A look that fails proves nothing: what was known stays, and the server is kept")
    func unknown() async throws {
        let world = try World()
        let ada = try await world.started("ada")
        try await world.watching(activity: MemoryActivityStore()) {
            world.notebook.set(busy(world, since: world.time.now()))
            try await pass(4, by: ada, in: world)
            let before = world.control.activity.record(of: ada)?.evidence
            world.notebook.set(NotebookReading.unknown("no answer in time"))
            try await pass(4, by: ada, in: world)
            let record = try #require(world.control.activity.record(of: ada))
            #expect(record.evidence == before && record.look == .unknown("no answer in time"))
            #expect(reapVerdict(record, IdlePolicy(), now: world.time.now() + .seconds(1 << 30)).action == .keep)
        }
    }

    @Test("A control plane that starts anew knows what the one before saw, and forgets servers that have ended")
    func restart() async throws {
        let world = try World()
        let ada = try await world.started("ada")
        let bob = try await world.started("bob")
        let store = MemoryActivityStore()
        try await world.watching(activity: store) {
            world.notebook.set(busy(world, since: world.time.now()))
            try await pass(3, by: ada, in: world)
            #expect(Set(try await store.evidence().keys) == [ada.server.id, bob.server.id])
        }
        let kept = try #require(try await store.evidence()[ada.server.id])
        world.end(bob)
        let next = try World()
        next.servers.put(ada, at: ada.server.key)
        try await next.watching(activity: store) {
            next.notebook.set(NotebookReading.unknown("it starts"))
            try await next.pass(.seconds(130))
            #expect(next.control.activity.record(of: ada)?.evidence == kept)
            #expect(Set(try await store.evidence().keys) == [ada.server.id])
        }
    }

    @Test("Evidence is written at most once a minute, and again when the store could not keep it")
    func bounded() async throws {
        let world = try World()
        let ada = try await world.started("ada")
        for name in ["bob", "cy", "di"] { try await world.started(name) }
        let store = MemoryActivityStore()
        try await world.watching(activity: store) {
            world.notebook.set(busy(world, since: world.time.now()))
            try await pass(5, by: ada, in: world)
            #expect((1...5).contains(store.writes))
            store.fail(with: StoreMisuse.generationAhead(ada.server.id))
            world.notebook.set(
                .known(NotebookActivity(kernels: [], terminals: [.init(name: "7", lastActivity: world.time.now())])))
            try await pass(3, by: ada, in: world)
            world.notebook.set(.known(NotebookActivity(kernels: [])))
            store.fail(with: nil)
            try await pass(2, by: ada, in: world)
            #expect(try await store.evidence()[ada.server.id]?.contains { $0.kind == .terminal } == true)
        }
    }

    @Test("A fresh look sees the cell that was started a moment ago, and what processes use by now")
    func fresh() async throws {
        let world = try World()
        let ada = try await world.started("ada")
        try await world.watching(activity: MemoryActivityStore()) {
            try await pass(4, by: ada, in: world)
            world.notebook.set(busy(world, since: world.time.now()))
            let before = try #require(world.control.usage.usage(of: ada)?.at)
            world.runtime.setUsage(usage(at: before + .seconds(10), cpu: 9), of: ada.server.id)
            #expect(await LookAtServer(world.control)(ada, usage: .fresh))
            let kinds = world.control.activity.record(of: ada)?.evidence.map(\.kind)
            #expect(kinds.map(Set.init) == [.busyKernel, .cpu])
        }
    }

    @Test(
        "A clock that is set forward or back, by more than a machine is ever late, makes all count from then",
        arguments: [(86_400, true), (-86_400, true), (300, true), (20, false), (-20, false)])
    func clock(seconds: Int, counts: Bool) async throws {
        let world = try World()
        let time = world.time
        let ada = try await world.started("ada")
        try await world.watching(activity: MemoryActivityStore()) {
            try await pass(4, by: ada, in: world)
            time.setClock(by: .seconds(seconds))
            try await pass(4, by: ada, in: world)
            let record = try #require(world.control.activity.record(of: ada))
            let set = record.evidence.first { $0.kind == .clock }
            #expect((set != nil) == counts)
            #expect(set.map { $0.at > time.now() - .seconds(300) && $0.at <= time.now() } ?? true)
            #expect(reapVerdict(record, IdlePolicy(), now: time.now()).action == .keep)
        }
    }

    @Test("A thousand servers are looked at ten a second at most")
    func many() async throws {
        let world = try World()
        for number in 0..<1000 { try await world.started("u\(number)") }
        let store = MemoryActivityStore()
        try await world.watching(activity: store) {
            world.notebook.set(busy(world, since: world.time.now()))
            try await world.pass(.seconds(30))
            let seen = world.control.activity.takeChanges().count
            #expect(seen <= 301 && seen > 100)
        }
    }
}
