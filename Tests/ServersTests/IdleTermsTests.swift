import Foundation
import Servers
import Testing

private func rules(_ change: (inout IdleRules) throws -> Void = { _ in }) rethrows -> IdleRules {
    var rules = IdleRules()
    try change(&rules)
    return rules
}

private func profile(_ id: String, _ idle: IdleRules = IdleRules()) -> Profile {
    Profile(
        id: ProfileID(id), title: id, summary: "", image: "i",
        resources: resources,
        ceiling: Ceiling(cpu: Cores(thousandths: 2000), memory: .gibibytes(4)), idle: idle)
}

private func server(of owner: String, profile: String) throws -> Server {
    let key = ServerKey(owner: try UserName(owner))
    let server = Server(id: ServerID("s"), key: key, uid: 2000, createdAt: Timestamp(microseconds: 0))
    let spec = ServerSpec(
        options: LaunchOptions(), profile: ProfileID(profile), image: "i", resources: resources, environment: [:],
        identity: Identity(user: key.owner, groups: ["of-the-launch"], roles: []))
    return server.launched(spec, at: Timestamp(microseconds: 0))
}

private let resources = Resources(
    cpu: .init(reserve: Cores(thousandths: 500), burst: Cores(thousandths: 1000)), memory: .gibibytes(1))
private let hour = Limit.after(.seconds(3600))
private let day = Limit.after(.seconds(86_400))

@Suite("What holds for idle servers")
struct IdleTermsTests {
    private func terms(_ settings: IdleSettings = IdleSettings()) throws -> IdleTerms {
        let (ada, bob) = (try UserName("ada"), try UserName("bob"))
        return IdleTerms(
            settings: settings,
            profiles: ProfileSet(
                profiles: [
                    profile("plain"), profile("short", rules { $0.timeout = hour }),
                    profile("old", rules { ($0.timeout, $0.maximumAge) = (.never, day) }),
                ], defaultID: ProfileID("plain")),
            groups: [
                .init(group: "lab", members: [ada, bob], rules: rules { $0.timeout = day }),
                .init(group: "vip", members: [bob], rules: rules { $0.timeout = .never }),
                .init(group: "night", members: [ada], rules: rules { $0.notice = .seconds(5) }),
            ])
    }

    @Test(
        "A server's timeout is its owner's groups', else its profile's, else the hub's, and says which",
        arguments: [
            ("cy", "plain", Limit.after(.seconds(4 * 3600)), "the hub's configuration"),
            ("cy", "short", hour, "profile short"), ("cy", "old", .never, "profile old"),
            ("cy", "deleted", .after(.seconds(4 * 3600)), "the hub's configuration"),
            ("ada", "short", day, "group lab"), ("ada", "deleted", day, "group lab"),
            ("bob", "short", .never, "group vip"),
        ] as [(String, String, Limit, String)])
    func timeouts(owner: String, profile: String, timeout: Limit, source: String) throws {
        let (terms, server) = (try terms(), try server(of: owner, profile: profile))
        #expect(terms.policy(of: server).timeout == timeout)
        #expect(terms.source(of: \.timeout, for: server.key.owner, profile: server.spec?.profile) == source)
    }

    @Test("What a group or a profile does not say is as it is without it")
    func rest() throws {
        let policy = try terms().policy(of: server(of: "ada", profile: "old"))
        #expect(policy.notice == .seconds(5) && policy.maximumAge == day && policy.busyLimit == IdlePolicy().busyLimit)
        #expect(try terms().source(of: \.maximumAge, for: UserName("ada"), profile: ProfileID("old")) == "profile old")
    }

    @Test("A server that was never launched is of no profile")
    func unlaunched() throws {
        let key = ServerKey(owner: try UserName("cy"))
        let server = Server(id: ServerID("s"), key: key, uid: 2000, createdAt: Timestamp(microseconds: 0))
        #expect(try terms().policy(of: server) == IdlePolicy())
    }

    @Test("With reaping off nothing is stopped by policy, whatever profiles and groups say")
    func off() throws {
        let terms = try terms(IdleSettings(isOn: false))
        for owner in ["ada", "bob", "cy"] {
            for profile in ["plain", "short", "old"] {
                let policy = terms.policy(of: try server(of: owner, profile: profile))
                #expect(policy.timeout == .never && policy.maximumAge == .never)
            }
        }
    }

    @Test("What an admin asks for takes the timeout's place, and no notice is waited for; all else holds")
    func asked() throws {
        let server = try server(of: "ada", profile: "old")
        for settings in [IdleSettings(), IdleSettings(isOn: false)] {
            let terms = try terms(settings).askedFor(timeout: hour)
            let policy = terms.policy(of: server)
            #expect(policy.timeout == hour && policy.notice == .zero)
            #expect(policy.maximumAge == (settings.isOn ? day : .never))
            #expect(policy.keepLimit == IdlePolicy().keepLimit && !policy.isExempt)
            #expect(terms.source(of: \.timeout, for: server.key.owner, profile: server.spec?.profile) == "this request")
        }
        let own = try terms().askedFor(timeout: nil)
        #expect(own.policy(of: server).timeout == day && own.policy(of: server).notice == .zero)
        #expect(own.source(of: \.timeout, for: server.key.owner, profile: nil) == "group lab")
    }
}

@Suite("Verdicts in words")
struct VerdictTextTests {
    private func at(_ minutes: Double) -> Timestamp { Timestamp(microseconds: Int64(minutes * 60e6)) }

    private func sentences(
        _ evidence: [Evidence], _ rules: IdleRules = IdleRules(), look: ActivityRecord.Look? = nil,
        notified: Double? = nil, at now: Double
    ) throws -> [String] {
        let terms = IdleTerms(
            settings: IdleSettings(),
            profiles: ProfileSet(profiles: [profile("small", rules)], defaultID: ProfileID("small")))
        let record = ActivityRecord(
            startedAt: at(0), evidence: evidence, look: look ?? .complete(at: at(now)), notifiedAt: notified.map(at))
        return ServerVerdict(on: try server(of: "ada", profile: "small"), record, by: terms, at: at(now)).sentences
    }

    @Test("What keeps a server is named, the latest first")
    func kept() throws {
        let busy = Evidence(.busyKernel, "train.ipynb", at: at(60), since: at(20))
        let used = Evidence(.person, at: at(50))
        #expect(
            try sentences([used, busy], at: 60) == [
                "kernel train.ipynb, busy and silent for 40 min", "somebody used it 10 min ago",
                "it was started 1 h ago",
            ])
        #expect(try sentences([Evidence(.busyKernel, "a", at: at(60), since: at(59))], at: 60)[0] == "kernel a, busy")
        #expect(
            try sentences([Evidence(.keep, at: at(600))], at: 60) == ["somebody asked to keep it for 9 h more"])
    }

    @Test("What stops it is named with the limit, where that comes from, and the last that was known")
    func stopped() throws {
        #expect(
            try sentences([Evidence(.terminal, "1", at: at(10))], notified: 236, at: 252) == [
                "nothing has gone on in it for 4 h 2 min, and the hub's configuration allows 4 h; last: terminal 1"
            ])
        #expect(
            try sentences([], rules { $0.timeout = .after(.seconds(90)) }, at: 5) == [
                "nothing has gone on in it for 5 min, and profile small allows 90 s; last: it was started"
            ])
        #expect(
            try sentences([Evidence(.person, at: at(1439))], rules { $0.maximumAge = day }, notified: 1420, at: 1440)
                == ["it has run for 1 d; profile small allows 1 d"])
    }

    @Test("What is not known, and what nothing stops, says so")
    func others() throws {
        #expect(
            try sentences([], look: .unknown("no answer in time"), at: 900) == [
                "it is not known whether it is idle: no answer in time"
            ])
        #expect(try sentences([], rules { $0.isExempt = true }, at: 900)[0].hasPrefix("it is exempt"))
        #expect(try sentences([], rules { $0.timeout = .never }, at: 900)[0].hasPrefix("nothing stops it"))
        #expect(try sentences([], rules { $0.minimumRun = .seconds(86_400) }, at: 900)[0].contains("1 d"))
        let night = try QuietHours(from: "0:00", to: "24:00", zone: "UTC")
        #expect(try sentences([], rules { $0.quietHours = night }, at: 900)[0].contains("this time of the day"))
    }

    @Test(
        "Durations for people",
        arguments: [
            (0, "0 s"), (59, "59 s"), (60, "1 min"), (3599, "59 min"), (3660, "1 h 1 min"), (7200, "2 h"),
            (7230, "2 h"), (90_000, "1 d 1 h"), (-5, "0 s"),
        ] as [(Int, String)])
    func durations(seconds: Int, text: String) { #expect(Duration.seconds(seconds).roughly == text) }
}

@Suite("Rules for idle servers as they are kept")
struct IdleRulesCodingTests {
    @Test("Rules come back as they were written, and what is not said is left out")
    func roundTrip() throws {
        let full = try rules {
            ($0.timeout, $0.notice, $0.busyLimit) = (hour, .seconds(5), .never)
            ($0.maximumAge, $0.minimumRun, $0.keepLimit) = (day, .seconds(7), .never)
            ($0.quietHours, $0.isExempt) = (try QuietHours(from: "22:00", to: "6:30", zone: "Europe/Berlin"), false)
        }
        for rules in [full, IdleRules(), rules { $0.timeout = .never }] {
            let text = try JSONEncoder().encode(rules)
            #expect(try JSONDecoder().decode(IdleRules.self, from: text) == rules)
        }
        #expect(String(decoding: try JSONEncoder().encode(IdleRules()), as: UTF8.self) == "{}")
        #expect(full.quietHours?.description == "22:00 to 06:30 Europe/Berlin")
    }

    @Test(
        "A time or a zone that is none is named",
        arguments: [
            ("25:00", "6:00", "UTC", "from"), ("24:01", "6:00", "UTC", "from"), ("22:00", "6", "UTC", "to"),
            ("22:00", "6:60", "UTC", "to"), ("-1:00", "6:00", "UTC", "from"),
            ("22:00", "06:00", "Mars/Olympus", "zone"),
        ])
    func wrong(from: String, to: String, zone: String, field: String) {
        #expect { try QuietHours(from: from, to: to, zone: zone) } throws: { ($0 as? InvalidValue)?.field == field }
    }
}
