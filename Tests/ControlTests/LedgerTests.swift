import Accounts
import Foundation
import Servers
import Support
import Testing

@testable import Control

@Suite("The ledger of use, kept while servers come and go", .timeLimit(.minutes(1)))
struct LedgerTests {
    /// A world with Ada's server running: 2 cores and 1 GiB.
    private func running() async throws -> (World, Principal, ServerKey, TrackedServer) {
        let (world, ada, key) = try await World.withAda()
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            _ = try await world.until(key, by: ada) { $0.activity == .ready }
        }
        return (world, ada, key, try #require(try await world.servers.server(key)))
    }

    private func use(_ cpu: Double, _ mebibytes: Int64, by tracked: TrackedServer, in world: World) {
        world.runtime.setUsage(
            ContainerUsage(at: world.time.now(), memory: .mebibytes(mebibytes), cpu: .seconds(cpu)),
            of: tracked.server.id)
    }

    /// Reads and writes down for a minute.
    private func minute(in world: World) async throws {
        try await world.watching(keepsUsage: true) {
            try await world.pass(.seconds(61))
        }
    }

    private func stop(_ key: ServerKey, by ada: Principal, in world: World) async throws {
        try await world.running {
            _ = try await world.useCases.stopServer(key, by: ada)
            _ = try await world.until(key, by: ada) { $0.activity == .stopped }
        }
    }

    @Test(
        "A launch, a resize and a stop are intervals that follow each other; what is used up to the stop is in the last"
    )
    func life() async throws {
        let (world, ada, key, before) = try await running()
        use(30, 500, by: before, in: world)
        world.time.advance(by: .seconds(100))
        _ = await LookAtServer(world.control)(before, usage: .fresh)
        try await world.running {
            _ = try await world.useCases.resizeServer(
                key, LaunchOptionsEdit(memory: .set(.gibibytes(4))), by: ada)
            _ = try await world.until(key, by: ada) { $0.server.pendingResize == nil }
        }
        world.time.advance(by: .seconds(50))
        use(70, 700, by: before, in: world)
        try await stop(key, by: ada, in: world)
        let intervals = world.servers.usageIntervals
        #expect(intervals.map(\.reserved.memory) == [.gibibytes(1), .gibibytes(4)])
        #expect(intervals.map { $0.ended - $0.began } == [.seconds(100), .seconds(50)])
        #expect(intervals.map(\.used.cpu) == [.seconds(30), .seconds(40)])
        #expect(intervals[0].ended == intervals[1].began)
        let session = try #require(world.servers.usageSessions.first)
        #expect(session.fit.isResized && !session.fit.isRaised && session.reason == "stoppedByUser")
        #expect(session.fit.peakMemory == .mebibytes(700) && session.fit.defaultMemory == .gibibytes(1))
    }

    @Test("A container that ended while nobody was there ended when it says so")
    func away() async throws {
        let (world, ada, key, before) = try await running()
        world.time.advance(by: .seconds(100))
        world.runtime.exit(before.server.id, code: 3)
        world.time.advance(by: .seconds(4000))
        try await world.running { _ = try await world.until(key, by: ada) { $0.activity == .stopped } }
        #expect(world.servers.usageIntervals.map { $0.ended - $0.began } == [.seconds(100)])
        #expect(world.servers.usageSessions.map(\.lasted) == [.seconds(100)])
    }

    @Test("An engine that was started anew ended what ran; what runs again is an interval of its own")
    func engine() async throws {
        let (world, ada, key, before) = try await running()
        world.time.advance(by: .seconds(100))
        world.runtime.restartEngine()
        world.time.advance(by: .seconds(900))
        try await world.running {
            world.control.wake(before.server.id)
            _ = try await world.until(key, by: ada) { $0.current?.containerStartedAt == world.time.now() }
        }
        world.time.advance(by: .seconds(20))
        try await stop(key, by: ada, in: world)
        #expect(world.servers.usageIntervals.map { $0.ended - $0.began } == [.seconds(100), .seconds(20)])
        #expect(world.servers.usageSessions.count == 1)
    }

    @Test("A restart is two sessions, and room that is held in between is nobody's use")
    func restart() async throws {
        let (world, ada, key, _) = try await running()
        world.time.advance(by: .seconds(100))
        try await world.running {
            _ = try await world.useCases.restartServer(key, options: LaunchOptions(memory: .gibibytes(2)), by: ada)
            _ = try await world.until(key, by: ada) { $0.activity == .ready && $0.server.generation == 2 }
        }
        world.time.advance(by: .seconds(60))
        try await stop(key, by: ada, in: world)
        #expect(world.servers.usageIntervals.map(\.generation) == [1, 2])
        #expect(world.servers.usageSessions.map(\.fit.isRaised) == [false, true])
        #expect(world.servers.usageSessions.map(\.reason) == ["restarted", "stoppedByUser"])
    }

    @Test("A stop waits no longer than a second for a reading that does not come")
    func stopIsQuick() async throws {
        let (world, ada, key, _) = try await running()
        world.runtime.hang(.usage)
        try await world.running {
            _ = try await world.useCases.stopServer(key, by: ada)
            _ = try await world.untilInTime(key, by: ada) { $0.activity == .stopped }
        }
        #expect(world.servers.usageSessions.count == 1)
    }

    @Test("What is read is written down once a minute in one go, and again when the store could not")
    func keeping() async throws {
        struct Broken: Error {}
        let (world, _, _, before) = try await running()
        for number in 1...3 {
            use(Double(number), 100, by: before, in: world)
            try await minute(in: world)
        }
        func until() -> Timestamp? { world.servers.usageIntervals.last?.ended }
        #expect(world.servers.usageIntervals.last?.used.cpu == .seconds(3))
        let kept = try #require(until())
        #expect(world.time.now() - kept < .seconds(61), "it is of the last minute")
        world.servers.fail(with: Broken())
        use(9, 100, by: before, in: world)
        world.control.usage.note(
            try await world.runtime.usage(of: try #require(before.current?.container)), of: before.server.id,
            container: try #require(before.current?.container), at: world.time.moment())
        try await minute(in: world)
        world.servers.fail(with: nil)
        #expect(until() == kept)
        try await minute(in: world)
        #expect(world.servers.usageIntervals.last?.used.cpu == .seconds(9))
    }

    @Test("Everyone's use is for admins; a user sees their own, and is told nothing of others'")
    func whose() async throws {
        let (world, ada, key, _) = try await running()
        let (bob, root) = (try await world.person("bob"), try await world.person("root", isAdmin: true))
        world.time.advance(by: .seconds(100))
        try await stop(key, by: ada, in: world)
        let all = UsageQuery(by: .user)
        #expect(try await world.useCases.readUsage(all, by: root).rows.map(\.key) == ["ada"])
        #expect(try await world.useCases.readUsage(all, by: ada).rows.map(\.key) == ["ada"])
        #expect(try await world.useCases.readUsage(all, by: bob).rows.isEmpty)
        #expect(try await world.useCases.readUsage.fits(since: nil, until: nil, owner: nil, by: bob).isEmpty)
        #expect(try await world.useCases.readUsage.fits(since: nil, until: nil, owner: nil, by: root).count == 1)
        let refusal = await #expect(throws: Refusal.self) {
            try await world.useCases.readUsage(UsageQuery(by: .user, owner: ada.user.name), by: bob)
        }
        #expect(refusal?.kind == .notFound)
        let blind = Principal(
            user: bob.user, credential: bob.credential, permissions: Permissions([Scope(.tokens)]), address: nil)
        let denied = await #expect(throws: Refusal.self) {
            try await world.useCases.readUsage.idle(since: nil, until: nil, owner: nil, by: blind)
        }
        #expect(denied?.kind == .forbidden)
    }

    @Test("The most idle is the one that kept most memory for nothing, with how long nothing went on in it")
    func idle() async throws {
        let (world, ada, key, before) = try await running()
        let big = ServerKey(owner: key.owner, name: try ServerName("big"))
        try await world.running {
            _ = try await world.useCases.launchServer(big, options: LaunchOptions(memory: .gibibytes(3)), by: ada)
            _ = try await world.until(big, by: ada) { $0.activity == .ready }
        }
        world.time.advance(by: .seconds(3600))
        try await stop(big, by: ada, in: world)
        use(1, 512, by: before, in: world)
        _ = await LookAtServer(world.control)(before, usage: .fresh)
        try await world.control.ledger.keepUsage(world.control.usage.takeSpans())
        let idle = try await world.useCases.readUsage.idle(since: nil, until: nil, owner: nil, by: ada)
        #expect(idle.map(\.sum.key) == ["ada/big", "ada/"])
        #expect(idle[0].sum.unusedMemory == 3.0 * 3600 * 1_073_741_824 && idle[0].idle == nil)
        #expect(idle[1].idle == .seconds(3600))
    }
}
