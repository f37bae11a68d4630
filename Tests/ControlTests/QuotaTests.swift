import Accounts
import Servers
import Support
import Testing

@testable import Control

@Suite("Quotas of launches", .timeLimit(.minutes(1)))
struct QuotaTests {
    private static func refusal(_ body: () async throws -> Void) async -> Refusal? {
        await #expect(throws: Refusal.self) { try await body() }
    }

    private static func group(_ world: World, _ policy: GroupPolicy, _ members: [String]) async throws {
        let physics = try GroupName("physics")
        try await world.accounts.addGroup(physics, audit: nil)
        for change in [GroupChange.policy(policy), .join(try members.map { try UserName($0) })] {
            _ = try await world.accounts.changeGroup(physics, change, at: world.time.now(), audit: nil)
        }
    }

    @Test(
        "Above the quota nothing is launched, and who is refused is told what holds it, whence it comes and what to do")
    func refused() async throws {
        let world = try World(quota: Quota(servers: 3, memory: .gibibytes(4)))
        let ada = try await world.person("ada")
        let first = ServerKey(owner: ada.user.name)
        let second = ServerKey(owner: ada.user.name, name: try ServerName("gpu"))
        try await world.running {
            let options = LaunchOptions(memory: .gibibytes(3))
            _ = try await world.useCases.launchServer(first, options: options, by: ada)
            let refused = await Self.refusal {
                _ = try await world.useCases.launchServer(
                    second, options: LaunchOptions(memory: .gibibytes(2)), by: ada)
            }
            #expect(refused?.kind == .quota && refused?.code == "quota_exceeded")
            #expect(
                refused?.message
                    == "memory: ada's servers may hold 4 GiB together, by the hub's configuration, and hold 3 GiB (ada/ 3 GiB); "
                    + "2 GiB more is too much. Ask for at most 1 GiB, stop one of them, or ask an admin for more; "
                    + "'berth quota' shows what counts")
            #expect(try await world.servers.server(second) == nil)
            _ = try await world.useCases.launchServer(second, options: LaunchOptions(memory: .gibibytes(1)), by: ada)
            _ = try await world.until(first, by: ada) { $0.activity == .ready }
            _ = try await world.useCases.restartServer(first, options: LaunchOptions(), by: ada)
            let grown = await Self.refusal {
                _ = try await world.useCases.restartServer(
                    first, options: LaunchOptions(memory: .gibibytes(4)), by: ada)
            }
            #expect(grown?.code == "quota_exceeded")
            _ = try await world.useCases.stopServer(second, by: ada)
            _ = try await world.until(second, by: ada) { $0.activity == .stopped }
            _ = try await world.useCases.restartServer(first, options: LaunchOptions(memory: .gibibytes(4)), by: ada)
        }
    }

    @Test("A launch that fails has given back what it held")
    func givesBack() async throws {
        let world = try World(quota: Quota(servers: 1))
        let ada = try await world.person("ada")
        let key = ServerKey(owner: ada.user.name)
        let other = ServerKey(owner: ada.user.name, name: try ServerName("gpu"))
        try await world.running {
            world.runtime.failNext(.pull, .imageMissing("not there"))
            _ = try await world.useCases.launchServer(
                key, options: LaunchOptions(profile: ProfileID("pulled")), by: ada)
            _ = try await world.untilInTime(key, by: ada) { $0.phase == .finished }
            _ = try await world.useCases.launchServer(other, options: LaunchOptions(), by: ada)
            let report = try await world.useCases.readQuota(key.owner, by: ada)
            #expect(report.servers.map(\.server) == [other])
            #expect(report.limits.map(\.used) == [1])
        }
    }

    @Test("A hundred launches at once by the members of a group hold what the group may, and no more")
    func hundred() async throws {
        let world = try World()
        let names = (0..<10).map { "user\($0)" }
        var people: [Principal] = []
        for name in names { people.append(try await world.person(name)) }
        try await Self.group(world, GroupPolicy(quota: Quota(servers: 9, memory: .gibibytes(7))), names)
        world.control.engine.answered(try await world.runtime.host())
        let launched = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<100 {
                let person = people[number % people.count]
                let key = ServerKey(owner: person.user.name, name: try ServerName("s\(number)"))
                group.addTask {
                    do {
                        _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: person)
                        return true
                    } catch let refusal as Refusal where refusal.code == "quota_exceeded" {
                        return false
                    }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(launched == 7)
        #expect(try await world.servers.unfinished().count == 7)
    }

    @Test("Others' servers are counted, never named, and a quota is shown to those who may see the user")
    func discreet() async throws {
        let world = try World()
        let (ada, bob) = (try await world.person("ada"), try await world.person("bob"))
        let root = try await world.person("root", isAdmin: true)
        try await Self.group(world, GroupPolicy(quota: Quota(servers: 1)), ["ada", "bob"])
        world.control.engine.answered(try await world.runtime.host())
        _ = try await world.useCases.launchServer(ServerKey(owner: bob.user.name), options: LaunchOptions(), by: bob)
        let refused = await Self.refusal {
            _ = try await world.useCases.launchServer(
                ServerKey(owner: ada.user.name), options: LaunchOptions(), by: ada)
        }
        #expect(refused?.message.contains("1 server of other members") == true)
        #expect(refused?.message.contains("bob") == false)
        for person in [ada, root] {
            let report = try await world.useCases.readQuota(ada.user.name, by: person)
            #expect(report.servers.isEmpty && report.limits.map(\.servers) == [1])
        }
        let hidden = await Self.refusal { _ = try await world.useCases.readQuota(ada.user.name, by: bob) }
        #expect(hidden?.kind == .notFound)
    }
}
