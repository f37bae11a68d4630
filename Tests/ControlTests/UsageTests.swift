import Servers
import Support
import Testing

@testable import Control

@Suite("What servers use", .timeLimit(.minutes(1)))
struct UsageTests {
    private func usage(_ seconds: Double, _ cpu: Double, _ memory: Int64) -> ContainerUsage {
        ContainerUsage(
            at: Timestamp(microseconds: Int64(seconds * 1e6)), memory: .mebibytes(memory), cpu: .seconds(cpu), pids: 7)
    }

    @Test("A started server's use is known, its cores from the second reading on, and forgotten when it ends")
    func reads() async throws {
        let world = try World()
        let ada = try await world.started("ada")
        world.runtime.setUsage(usage(0, 1, 300), of: ada.server.id)
        try await world.watching {
            try await world.pass(.seconds(6))
            let first = world.control.usage.usage(of: ada)
            #expect(first?.memory == .mebibytes(300) && first?.cores == nil && first?.pids == 7)
            world.runtime.setUsage(usage(5, 6, 200), of: ada.server.id)
            // Its next turn may be over already, the one after that is somewhere in the five seconds after the tenth.
            try await world.pass(.seconds(10))
            let second = world.control.usage.usage(of: ada)
            #expect(second?.memory == .mebibytes(200) && second?.peakMemory == .mebibytes(300) && second?.cores == 1)
            #expect(world.control.usage.usage(of: world.end(ada)) == nil)
            try await world.pass(.seconds(6))
            #expect(world.control.usage.usage(of: ada) == nil)
        }
    }

    @Test("One that hangs keeps nobody else from being read, and is not asked again meanwhile")
    func hangs() async throws {
        let world = try World()
        let ada = try await world.started("ada")
        world.runtime.hang(.usage)
        try await world.watching {
            try await world.pass(.seconds(6))
            world.runtime.hangNoMore()
            let bob = try await world.started("bob")
            try await world.pass(.seconds(11))
            #expect(world.control.usage.usage(of: bob) != nil)
            #expect(world.control.usage.usage(of: ada) == nil)
            #expect(world.runtime.count(of: .usage) <= 4)
            world.runtime.release()
            try await world.pass(.seconds(6))
            #expect(world.control.usage.usage(of: ada) != nil)
        }
    }

    @Test("The engine is asked at most 10 times a second, however many servers there are; all have their turn")
    func bounded() async throws {
        let world = try World()
        for number in 0..<400 { try await world.started("u\(number)") }
        try await world.watching {
            try await world.pass(.seconds(41))
            let calls = world.runtime.count(of: .usage)
            #expect(calls >= 390 && calls <= 41 * 10 + 1)
        }
    }

    @Test("One that fails is asked ever more seldom")
    func fails() async throws {
        let world = try World()
        try await world.started("ada", isThere: false)
        try await world.watching {
            try await world.pass(.seconds(5 * 32))
            // In its 1st turn, then after leaving out 1, 2, 4 and 8.
            #expect((4...6).contains(world.runtime.count(of: .usage)))
        }
    }

    @Test("Nobody is asked while the engine is away, and all are when it is back")
    func away() async throws {
        let world = try World()
        let ada = try await world.started("ada")
        world.control.engine.failed(.unreachable("away"))
        try await world.watching {
            try await world.pass(.seconds(20))
            #expect(world.runtime.count(of: .usage) == 0)
            world.control.engine.answered(try await world.runtime.host())
            try await world.pass(.seconds(6))
            #expect(world.control.usage.usage(of: ada) != nil)
        }
    }

    @Test("Turns are spread over the round, each within its own share", arguments: [1, 7, 100, 1000])
    func spread(count: Int) {
        let pace = ReadingPace(interval: .seconds(5), perSecond: 10)
        let share = pace.round(of: count) / count
        #expect(share >= .milliseconds(100))
        for (index, offset) in pace.offsets(of: count).enumerated() {
            #expect(offset >= share * index && offset <= share * (index + 1))
        }
        #expect(pace.offsets(of: 0).isEmpty)
    }
}
