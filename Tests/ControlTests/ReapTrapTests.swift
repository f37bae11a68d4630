import Servers
import Support
import Testing

@testable import Control

/// One thing that idle policies of notebook platforms get wrong, and what is right.
private struct Trap: Sendable, CustomTestStringConvertible {
    let title: String
    /// What the server tells of itself all the while; it was started at the moment that is passed.
    let reading: @Sendable (Timestamp) -> NotebookReading
    /// What its processes use.
    var cores = 0.0
    let isKept: Bool

    var testDescription: String { title }

    static func kernel(_ state: String, _ path: String?, at last: Timestamp, clients: Int) -> NotebookReading {
        .known(
            NotebookActivity(kernels: [
                NotebookKernel(
                    id: "k", name: "python3", path: path, state: state, lastActivity: last, connections: clients)
            ]))
    }

    static func terminal(at last: Timestamp) -> NotebookReading {
        .known(NotebookActivity(kernels: [], terminals: [NotebookTerminal(name: "1", lastActivity: last)]))
    }

    static let all = [
        Trap(
            title: "a long computation that says nothing is kept, with nobody connected",
            reading: { kernel("busy", "train.ipynb", at: $0, clients: 0) }, isKept: true),
        Trap(
            title: "an open tab alone does not keep, however many connections it has",
            reading: { kernel("idle", "open.ipynb", at: $0, clients: 5) }, cores: 0.005, isKept: false),
        Trap(
            title: "a kernel that was made and never used does not keep, starting as it is",
            reading: { kernel("starting", nil, at: $0, clients: 0) }, isKept: false),
        Trap(
            title: "a server that cannot be looked at is kept",
            reading: { _ in .unknown("no answer in time") }, isKept: true),
        Trap(
            title: "one that cannot be looked at and computes is kept",
            reading: { _ in .unknown("no answer in time") }, cores: 1, isKept: true),
        Trap(
            title: "a terminal with a job that runs is kept, though it writes nothing",
            reading: { terminal(at: $0) }, cores: 0.3, isKept: true),
        Trap(title: "a terminal at its prompt does not keep", reading: { terminal(at: $0) }, isKept: false),
        Trap(
            title: "a job whose terminal was closed is kept",
            reading: { _ in .known(NotebookActivity(kernels: [])) }, cores: 0.06, isKept: true),
        Trap(
            title: "a thread in a kernel that is idle is kept",
            reading: { kernel("idle", "a.ipynb", at: $0, clients: 0) }, cores: 1, isKept: true),
        Trap(
            title: "our own questions do not keep",
            reading: { _ in .known(NotebookActivity(kernels: [])) }, cores: 0.001, isKept: false),
        Trap(
            title: "a kernel that is dead does not keep",
            reading: { kernel("dead", "a.ipynb", at: $0, clients: 0) }, isKept: false),
    ]
}

@Suite("Traps of idle policies", .timeLimit(.minutes(2)))
struct ReapTrapTests {
    /// Long enough for two timeouts and a notice.
    private static let hour = Duration.seconds(3600)

    @Test("An hour of each under a policy of ten minutes", arguments: Trap.all)
    private func trap(trap: Trap) async throws {
        let (world, ada) = try await World.withIdleAda()
        world.runtime.meterUsage(cores: trap.cores)
        world.notebook.set(trap.reading(world.time.now()))
        try await world.watching(activity: MemoryActivityStore(), reaps: true) {
            try await world.pass(Self.hour)
            let desired = try await world.present(ada).server.desired
            #expect(desired == (trap.isKept ? .running : .stopped(.reapedIdle)))
            #expect(trap.isKept == world.told(ada).isEmpty)
        }
    }

    @Test(
        "A clock that is set makes nothing idle at once, and nothing stay for ever",
        arguments: [86_400, 3600, -3600, -86_400])
    func clockSteps(seconds: Int) async throws {
        let time = ShiftedTime()
        let world = try World(idle: idleSettings(), time: time.base, real: (nil, nil, time))
        let ada = try await world.started("ada")
        world.runtime.meterUsage()
        try await world.watching(activity: MemoryActivityStore(), reaps: true) {
            try await world.pass(.seconds(300))
            time.shift(by: .seconds(seconds))
            try await world.pass(.seconds(420))
            #expect(try await world.present(ada).server.desired == .running, "stopped for time that never passed")
            try await world.pass(.seconds(900))
            #expect(try await world.present(ada).server.desired == .stopped(.reapedIdle))
        }
    }

    @Test("Who did something that the gateway has not told of yet is asked for before the stop")
    func untoldDeed() async throws {
        let (world, ada) = try await World.withIdleAda()
        try await world.watching(activity: MemoryActivityStore(), reaps: true) {
            try await world.pass(.seconds(540))
            #expect(world.told(ada) == [.stopAnnounced])
            // A moment before the stop, and the gateway's next report comes after it.
            let came = world.time.now() + .seconds(59)
            world.routes.whenGathered { try? await world.servers.noteUse(of: ada.server.key, at: came) }
            try await world.pass(.seconds(120))
            #expect(try await world.present(ada).server.desired == .running)
        }
    }
}
