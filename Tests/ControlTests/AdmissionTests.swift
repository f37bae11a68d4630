import Accounts
import Servers
import Support
import Testing

@testable import Control

@Suite("Waiting for room", .timeLimit(.minutes(1)))
struct AdmissionTests {
    /// A world whose machine has this much memory, all of it for servers of 1 GiB.
    private func world(_ memory: Int64, queue: Duration? = .seconds(86_400)) throws -> World {
        let world = try World(admission: AdmissionPolicy(reserve: .none), limits: LifecycleLimits(queue: queue))
        world.runtime.setCapacity(HostCapacity(cpu: Cores(thousandths: 8000), memory: .gibibytes(memory)))
        return world
    }

    /// People with an account, and the keys of their servers.
    private func people(_ names: [String], in world: World) async throws -> [(Principal, ServerKey)] {
        var people: [(Principal, ServerKey)] = []
        for name in names {
            let person = try await world.person(name)
            people.append((person, ServerKey(owner: person.user.name)))
        }
        return people
    }

    /// One after another, so that who came first is known.
    private func launch(
        _ people: [(Principal, ServerKey)], _ options: LaunchOptions = LaunchOptions(), in world: World
    ) async throws {
        for (person, key) in people {
            _ = try await world.useCases.launchServer(key, options: options, by: person)
            world.time.advance(by: .milliseconds(1))
        }
    }

    @Test("A launch that has no room waits with its place and the figures, and starts when another has stopped")
    func waits() async throws {
        let world = try world(2)
        let people = try await people(["ada", "bob", "cy", "di"], in: world)
        try await world.running {
            try await launch(people, in: world)
            for (person, key) in people.prefix(2) {
                _ = try await world.until(key, by: person) { $0.activity == .ready }
            }
            let cy = try await world.untilQueued(people[2].1, by: people[2].0)
            #expect(cy.position == 1 && cy.shortage.description == "memory: needs 1 GiB, 0 B is free")
            let di = try await world.untilQueued(people[3].1, by: people[3].0)
            #expect(di.position == 2)
            let waiting = try await world.useCases.watchServer(people[2].1, by: people[2].0)
            #expect(waiting.phase == .accepted)
            let progress = world.useCases.watchServer.progress(of: waiting)
            #expect(progress.message.hasPrefix("Queued, 1 of ") && progress.queue?.place.position == 1)
            _ = try await world.useCases.stopServer(people[0].1, by: people[0].0)
            let ready = try await world.until(people[2].1, by: people[2].0) { $0.activity == .ready }
            #expect(world.useCases.watchServer.queueEntry(of: ready) == nil)
            #expect(try await world.useCases.watchServer(people[3].1, by: people[3].0).phase == .accepted)
        }
        #expect(world.runtime.shown.count == 2)
    }

    @Test("A launch that waits can be cancelled, and those behind it move up")
    func cancelled() async throws {
        let world = try world(1)
        let people = try await people(["ada", "bob", "cy"], in: world)
        try await world.running {
            try await launch(people, in: world)
            _ = try await world.until(people[0].1, by: people[0].0) { $0.activity == .ready }
            #expect(try await world.untilQueued(people[1].1, by: people[1].0).position == 1)
            _ = try await world.untilQueued(people[2].1, by: people[2].0)
            _ = try await world.useCases.stopServer(people[1].1, by: people[1].0)
            let stopped = try await world.until(people[1].1, by: people[1].0) { $0.activity == .stopped }
            #expect(stopped.current?.reason == .cancelled)
            _ = try await world.until(people[2].1, by: people[2].0) { tracked in
                world.useCases.watchServer.queueEntry(of: tracked)?.place.position == 1
            }
        }
        #expect(world.runtime.count(of: .create) == 1)
    }

    @Test("A queue is as it was when the reconciler begins anew, in its order")
    func survives() async throws {
        let world = try world(1)
        let people = try await people(["ada", "zoe", "bob"], in: world)
        try await world.running {
            try await launch(people, in: world)
            _ = try await world.until(people[0].1, by: people[0].0) { $0.activity == .ready }
            _ = try await world.untilQueued(people[2].1, by: people[2].0)
        }
        for (_, key) in people {
            try await world.control.admission.leave(#require(world.servers.server(key)).server.id)
        }
        try await world.running {
            #expect(try await world.untilQueued(people[1].1, by: people[1].0).position == 1)
            #expect(try await world.untilQueued(people[2].1, by: people[2].0).position == 2)
            _ = try await world.useCases.stopServer(people[0].1, by: people[0].0)
            _ = try await world.until(people[1].1, by: people[1].0) { $0.activity == .ready }
            #expect(try await world.useCases.watchServer(people[2].1, by: people[2].0).phase == .accepted)
        }
    }

    @Test("What will never fit is refused with the most that would; what nobody asked for is lowered to that")
    func neverFits() async throws {
        let world = try World(admission: AdmissionPolicy(reserve: Room(cpu: Room.none.cpu, memory: .mebibytes(512))))
        world.runtime.setCapacity(HostCapacity(cpu: Cores(thousandths: 8000), memory: .gibibytes(1)))
        let people = try await people(["ada"], in: world)
        try await world.running {
            let refusal = await #expect(throws: Refusal.self) {
                try await world.useCases.launchServer(
                    people[0].1, options: LaunchOptions(memory: .gibibytes(1)), by: people[0].0)
            }
            #expect(refusal?.kind == .badRequest && refusal?.code == "never_fits")
            #expect(refusal?.message.contains("memory: \"1 GiB\"") == true)
            #expect(refusal?.message.contains("at most 512 MiB") == true)
            try await launch(people, in: world)
            let ready = try await world.until(people[0].1, by: people[0].0) { $0.activity == .ready }
            #expect(ready.server.spec?.resources.memory == .mebibytes(512))
        }
    }

    @Test("When the machine has shrunk below what waits, that has failed and says why")
    func shrunk() async throws {
        let world = try world(4)
        let people = try await people(["ada", "bob"], in: world)
        try await world.running {
            try await launch(people, LaunchOptions(memory: .gibibytes(3)), in: world)
            _ = try await world.until(people[0].1, by: people[0].0) { $0.activity == .ready }
            _ = try await world.untilQueued(people[1].1, by: people[1].0)
            world.runtime.setCapacity(HostCapacity(cpu: Cores(thousandths: 8000), memory: .gibibytes(2)))
            let ended = try await world.untilInTime(people[1].1, by: people[1].0) { $0.activity == .stopped }
            #expect(ended.current?.reason == .neverFits)
            #expect(ended.current?.message == "memory: 3 GiB will never fit; the most that would is 2 GiB")
            #expect(try await world.useCases.watchServer(people[0].1, by: people[0].0).activity == .ready)
        }
    }

    @Test("Who has waited as long as the operator lets anybody wait is told so")
    func timeout() async throws {
        let world = try world(1, queue: .seconds(600))
        let people = try await people(["ada", "bob"], in: world)
        try await world.running {
            try await launch(people, in: world)
            _ = try await world.untilQueued(people[1].1, by: people[1].0)
            let ended = try await world.untilInTime(people[1].1, by: people[1].0) { $0.activity == .stopped }
            #expect(ended.current?.reason == .queueTimeout)
        }
    }

    @Test("A server that starts anew keeps its room from those who wait; one that asks for more queues")
    func restart() async throws {
        let world = try world(2)
        let people = try await people(["ada", "bob", "cy"], in: world)
        try await world.running {
            try await launch(people, in: world)
            _ = try await world.until(people[0].1, by: people[0].0) { $0.activity == .ready }
            _ = try await world.until(people[1].1, by: people[1].0) { $0.activity == .ready }
            _ = try await world.untilQueued(people[2].1, by: people[2].0)
            _ = try await world.useCases.restartServer(people[0].1, options: LaunchOptions(), by: people[0].0)
            _ = try await world.until(people[0].1, by: people[0].0) {
                $0.activity == .ready && $0.server.generation == 2
            }
            #expect(try await world.useCases.watchServer(people[2].1, by: people[2].0).phase == .accepted)
            let more = LaunchOptions(memory: .gibibytes(2))
            _ = try await world.useCases.restartServer(people[0].1, options: more, by: people[0].0)
            _ = try await world.until(people[2].1, by: people[2].0) { $0.activity == .ready }
            #expect(try await world.untilQueued(people[0].1, by: people[0].0).shortage.code == "memory")
        }
    }

    @Test("A hundred launches at once are never given more than there is, and each end lets one in")
    func hundred() async throws {
        let world = try world(7)
        let people = try await people((0..<100).map { "user\($0)" }, in: world)
        // So that all have asked before any has got further than its admission.
        world.runtime.hang(.create)
        try await world.running {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for person in people { group.addTask { try await launch([person], in: world) } }
                try await group.waitForAll()
            }
            for (person, key) in people {
                _ = try await world.until(key, by: person) { tracked in
                    tracked.phase == .launched || world.useCases.watchServer.queueEntry(of: tracked) != nil
                }
            }
            #expect(try await world.servers.unfinished().count { $0.holding != nil } == 7)
            world.runtime.release()
            let admin = try await world.person("root", isAdmin: true)
            for left in (1...100).reversed() {
                let expected = min(7, left)
                await world.runtime.waitUntil { $0.count == expected }
                let report = try await world.useCases.readCapacity(by: admin)
                #expect(try #require(report.nodes.first).reserved.memory == .gibibytes(Int64(expected)))
                let held = try #require(try await world.servers.unfinished().first { $0.holding != nil })
                _ = try await world.useCases.stopServer(held.server.key, by: admin)
                _ = try await world.until(held.server.key, by: admin) { $0.activity == .stopped }
                #expect(world.runtime.shown.count <= 7)
            }
            #expect(world.servers.history.count { $0.kind == .admitted } == 100)
        }
    }

    @Test("What is kept for a group is not for others, and its members have it at once")
    func guaranteed() async throws {
        let world = try world(2)
        let root = try await world.person("root", isAdmin: true)
        let physics = try GroupName("physics")
        let people = try await people(["ada", "bob", "eve"], in: world)
        try await world.useCases.manageGroups.add(physics, by: root)
        let kept = GroupPolicy(guarantee: Guarantee(cpu: Cores(thousandths: 1000), memory: .gibibytes(1)))
        for change in [GroupChange.join([people[2].0.user.name]), .policy(kept)] {
            _ = try await world.useCases.manageGroups.change(physics, change, by: root)
        }
        try await world.running {
            try await launch(people, in: world)
            _ = try await world.until(people[0].1, by: people[0].0) { $0.activity == .ready }
            _ = try await world.until(people[2].1, by: people[2].0) { $0.activity == .ready }
            _ = try await world.untilQueued(people[1].1, by: people[1].0)
        }
    }

    @Test("Whoever is logged in sees the totals, and names only of servers that they may see")
    func capacity() async throws {
        let world = try world(1)
        let people = try await people(["ada", "bob"], in: world)
        try await world.running {
            try await launch(people, in: world)
            _ = try await world.until(people[0].1, by: people[0].0) { $0.activity == .ready }
            _ = try await world.untilQueued(people[1].1, by: people[1].0)
            let report = try await world.useCases.readCapacity(by: people[0].0)
            #expect(report.nodes.map(\.reserved.memory) == [.gibibytes(1)])
            #expect(report.nodes.map(\.free.memory) == [Bytes(0)])
            #expect(report.queue.map(\.server) == [nil])
            let own = try await world.useCases.readCapacity(by: people[1].0)
            #expect(own.queue.map(\.server) == [people[1].1])
        }
    }

    @Test("Room for a running server's growth is told with figures, or that it never will be")
    func growth() async throws {
        let world = try world(4)
        let people = try await people(["ada", "bob"], in: world)
        try await world.running {
            try await launch(people, in: world)
            for (person, key) in people { _ = try await world.until(key, by: person) { $0.activity == .ready } }
            let terms = try await world.control.admissionTerms()
            let unfinished = try await world.servers.unfinished()
            var target = try #require(unfinished[0].server.spec).resources
            func refusal() -> Refusal? {
                #expect(throws: Refusal.self) {
                    try terms.requireRoom(for: target, of: unfinished[0], beside: unfinished, at: world.time.now())
                }
            }
            target.memory = .gibibytes(3)
            try terms.requireRoom(for: target, of: unfinished[0], beside: unfinished, at: world.time.now())
            target.memory = .gibibytes(4)
            let full = refusal()
            #expect(full?.kind == .conflict && full?.code == "no_room")
            #expect(full?.message.contains("memory: needs 4 GiB, 3 GiB is free") == true)
            target.memory = .gibibytes(5)
            #expect(refusal()?.code == "never_fits")
        }
    }
}
