import Foundation
import Servers
import Testing

@Suite("Requests above the ceiling")
struct RequestTests {
    private static let start = Timestamp(microseconds: 1_700_000_000_000_000)

    private static func profile(cpu: Int = 2, memory: Int64 = 4) -> Profile {
        Profile(
            id: ProfileID("small"), title: "Small", summary: "", image: "x",
            resources: Resources(
                cpu: .init(reserve: Cores(thousandths: 500), burst: Cores(thousandths: 1000)), memory: .gibibytes(1)),
            ceiling: Ceiling(cpu: Cores(thousandths: cpu * 1000), memory: .gibibytes(memory)))
    }

    private static func size(_ cpu: Int? = nil, _ memory: Int64? = nil) -> GrantSize {
        GrantSize(cpu: cpu.map { Cores(thousandths: $0 * 1000) }, memory: memory.map { .gibibytes($0) })
    }

    private static func grant(_ size: GrantSize, hours: Int = 1, before: LaunchOptions = LaunchOptions()) -> Grant {
        Grant(by: "root", note: .none, size: size, at: start, until: start + .seconds(3600 * hours), before: before)
    }

    private static func request(_ state: RequestState, server: String = "gpu", profile: String? = nil) throws
        -> ResourceRequest
    {
        ResourceRequest(
            id: RequestID("r1"), server: ServerKey(owner: try UserName("ada"), name: try ServerName(server)),
            profile: profile.map { ProfileID($0) }, size: size(8, 16), duration: .seconds(3600),
            reason: RequestText(own: "thesis"), by: "ada", createdAt: start, state: state)
    }

    @Test("The ceiling is the higher of the profile's and of each grant that lasts, for that server and profile alone")
    func raised() throws {
        let key = ServerKey(owner: try UserName("ada"), name: try ServerName("gpu"))
        let cases: [(String, ResourceRequest, Ceiling)] = [
            ("nothing granted", try Self.request(.pending), Self.profile().ceiling),
            (
                "granted", try Self.request(.approved(Self.grant(Self.size(nil, 16)))),
                Self.profile(memory: 16).ceiling
            ),
            ("less than the ceiling", try Self.request(.approved(Self.grant(Self.size(1, 2)))), Self.profile().ceiling),
            (
                "over", try Self.request(.approved(Self.grant(Self.size(8, 16), hours: 0))), Self.profile().ceiling
            ),
            (
                "another server", try Self.request(.approved(Self.grant(Self.size(8))), server: "other"),
                Self.profile().ceiling
            ),
            (
                "another profile", try Self.request(.approved(Self.grant(Self.size(8))), profile: "large"),
                Self.profile().ceiling
            ),
            (
                "this profile", try Self.request(.approved(Self.grant(Self.size(8))), profile: "small"),
                Self.profile(cpu: 8).ceiling
            ),
        ]
        for (name, request, ceiling) in cases {
            let found = Self.profile().raised(by: [request], for: key, at: Self.start + .seconds(1)).ceiling
            #expect(found == ceiling, "\(name)")
        }
        let both = [
            try Self.request(.approved(Self.grant(Self.size(8)))),
            try Self.request(.approved(Self.grant(Self.size(4, 16)))),
        ]
        #expect(
            Self.profile().raised(by: both, for: key, at: Self.start).ceiling
                == Self.profile(cpu: 8, memory: 16).ceiling)
    }

    static let approvals: [(asked: GrantSize, policies: [GrantSize?], by: String?)] = [
        (size(nil, 8), [nil], nil), (size(nil, 8), [size(nil, 8)], "g0"), (size(nil, 9), [size(nil, 8)], nil),
        (size(4, 8), [size(nil, 8)], nil), (size(2, 8), [size(nil, 8)], "g0"), (size(4, 8), [size(4, 8)], "g0"),
        (size(4, 8), [size(4), size(nil, 8)], nil), (size(4, 8), [size(4), size(4, 64)], "g1"),
        (size(nil, 3), [size(4)], "g0"),
    ]

    @Test("A policy approves what it covers whole, and nothing else", arguments: approvals)
    func approver(_ this: (asked: GrantSize, policies: [GrantSize?], by: String?)) {
        let groups = this.policies.enumerated().map { number, size in
            NamedPolicy(name: "g\(number)", policy: GroupPolicy(autoApprove: size))
        }
        #expect(this.asked.approver(among: groups, above: Self.profile().ceiling) == this.by)
    }

    struct Back: Sendable {
        let has: (cpu: Int, memory: Int64)
        let before: LaunchOptions
        let gets: (cpu: Int, memory: Int64)
    }

    static let backs = [
        Back(has: (1, 2), before: LaunchOptions(), gets: (1, 2)),
        Back(has: (2, 4), before: LaunchOptions(memory: .gibibytes(1)), gets: (2, 4)),
        Back(has: (1, 16), before: LaunchOptions(memory: .gibibytes(3)), gets: (1, 3)),
        Back(has: (1, 16), before: LaunchOptions(), gets: (1, 1)),
        Back(has: (1, 16), before: LaunchOptions(profile: ProfileID("small"), memory: .gibibytes(3)), gets: (1, 3)),
        Back(has: (1, 16), before: LaunchOptions(profile: ProfileID("large"), memory: .gibibytes(3)), gets: (1, 1)),
        Back(has: (8, 16), before: LaunchOptions(cpu: Cores(thousandths: 16_000)), gets: (2, 1)),
    ]

    @Test(
        "What is above the ceiling goes back to what it was before, never above the ceiling; the rest stays",
        arguments: backs)
    func givenBack(_ this: Back) {
        let has = Resources(
            cpu: .init(reserve: Cores(thousandths: 500), burst: Cores(thousandths: this.has.cpu * 1000)),
            memory: .gibibytes(this.has.memory))
        let back = has.givenBack(to: this.before, in: Self.profile())
        #expect(
            back.cpu.burst == Cores(thousandths: this.gets.cpu * 1000) && back.memory == .gibibytes(this.gets.memory))
        #expect(back.cpu.reserve <= back.cpu.burst)
    }

    @Test("A grant raises what a launch asks for, never lowers it, and gives it back")
    func options() {
        let asks = LaunchOptions(profile: ProfileID("small"), cpu: Cores(thousandths: 1000), memory: .gibibytes(20))
        let defaults = Self.profile().resources
        let granted = asks.granted(Self.size(8, 16), defaults: defaults)
        #expect(granted.cpu == Cores(thousandths: 8000) && granted.memory == .gibibytes(20))
        var reserving = granted
        reserving.reserve = Cores(thousandths: 6000)
        let back = reserving.givenBack(to: asks, in: Self.profile())
        #expect(back.cpu == Cores(thousandths: 1000) && back.memory == .gibibytes(4) && back.reserve == nil)
        let plain = LaunchOptions()
        #expect(plain.granted(Self.size(1, 1), defaults: defaults) == plain, "no less than the default")
        let more = plain.granted(Self.size(8), defaults: defaults)
        #expect(more == LaunchOptions(cpu: Cores(thousandths: 8000)))
        #expect(more.givenBack(to: plain, in: Self.profile()) == plain)
        let other = asks.granted(Self.size(nil, 32), profile: ProfileID("large"), defaults: defaults)
        #expect(other == LaunchOptions(profile: ProfileID("large"), memory: .gibibytes(32)))
    }

    @Test("What is decided stays decided, what is granted can be given back, and only once")
    func decided() throws {
        let grant = Self.grant(Self.size(8))
        let no = RequestState.Decision(by: "root", note: .none, at: Self.start)
        #expect(try Self.request(.pending).approved(grant).state == .approved(grant))
        #expect(try Self.request(.pending).denied(no).state == .denied(no))
        #expect(try Self.request(.pending).withdrawn(at: Self.start).state == .withdrawn(at: Self.start))
        let done: [RequestState] = [
            .approved(grant), .denied(no), .withdrawn(at: Self.start), .ended(grant, at: Self.start, .shrinking),
        ]
        for state in done {
            let request = try Self.request(state)
            #expect(throws: RequestDecided(id: request.id, state: state.word)) { try request.approved(grant) }
            #expect(throws: RequestDecided.self) { try request.denied(no) }
        }
        let now = Self.start + .seconds(60)
        let given = try Self.request(.approved(grant)).withdrawn(at: now)
        #expect(given.grant(at: now) == nil && given.grant(at: now - .seconds(1))?.until == now)
        #expect(throws: RequestDecided.self) { try given.withdrawn(at: now) }
    }

    @Test(
        "Words are one line of at most 500 characters, and a reason says something",
        arguments: [
            ("", false, true), ("", true, false), ("  for my thesis ", true, true), ("two\nlines", false, false),
            ("a\u{202e}b", false, false), (String(repeating: "x", count: 500), true, true),
            (String(repeating: "x", count: 501), false, false),
        ])
    func words(_ text: String, _ mustSay: Bool, _ isRight: Bool) {
        #expect(((try? RequestText(text, field: "reason", mustSay: mustSay)) != nil) == isRight)
    }
}
