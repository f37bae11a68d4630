import Servers
import Testing

@Suite("What groups let their members launch")
struct GroupPolicyTests {
    private let profile = Profile(
        id: ProfileID("small"), title: "Small", summary: "", image: "x",
        resources: Resources(
            cpu: .init(reserve: Cores(thousandths: 500), burst: Cores(thousandths: 2000)), memory: .gibibytes(4)),
        ceiling: Ceiling(cpu: Cores(thousandths: 4000), memory: .gibibytes(8)))

    private let one = GroupPolicy(profiles: [ProfileID("small")], memory: .gibibytes(2))
    private let two = GroupPolicy(profiles: [ProfileID("large")], cpu: Cores(thousandths: 1000), memory: .gibibytes(16))

    @Test("Several groups give all their profiles and the highest limits; one that says nothing takes nothing away")
    func combined() {
        let both = GroupPolicy(of: [one, two, GroupPolicy()])
        #expect(both.profiles == [ProfileID("small"), ProfileID("large")])
        #expect(both.cpu == Cores(thousandths: 1000) && both.memory == .gibibytes(16))
        #expect(GroupPolicy(of: []) == GroupPolicy())
        #expect(GroupPolicy(of: [GroupPolicy(profiles: []), GroupPolicy()]).profiles == [])
    }

    @Test("A policy lowers a profile's ceiling, never raises it, and hides what is not named")
    func applied() {
        #expect(GroupPolicy().applied(to: profile) == profile)
        #expect(two.applied(to: profile) == nil)
        #expect(one.applied(to: profile)?.ceiling.memory == .gibibytes(2))
        #expect(one.applied(to: profile)?.ceiling.cpu == Cores(thousandths: 4000))
        let wide = GroupPolicy(cpu: Cores(thousandths: 9000), memory: .gibibytes(64))
        #expect(wide.applied(to: profile)?.ceiling == profile.ceiling)
    }

    @Test("What a launch gets by default is within the lowered ceiling too, and asking for more is refused")
    func launch() throws {
        let host = HostCapacity(cpu: Cores(thousandths: 8000), memory: .gibibytes(64))
        let limited = try #require(one.applied(to: profile))
        #expect(try LaunchOptions().resources(in: limited, on: host).memory == .gibibytes(2))
        #expect(throws: InvalidValue.self) {
            try LaunchOptions(memory: .gibibytes(3)).resources(in: limited, on: host)
        }
    }
}
