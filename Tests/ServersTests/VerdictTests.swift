import Foundation
import Servers
import Testing

/// Hours after the start, which is at 0.
private func at(_ hours: Double) -> Timestamp { Timestamp(microseconds: Int64(hours * 3600 * 1e6)) }

private func seen(
    _ evidence: [Evidence] = [], look: ActivityRecord.Look = .complete(at: at(0)), notified: Double? = nil,
    startedAt: Double = 0
) -> ActivityRecord {
    ActivityRecord(startedAt: at(startedAt), evidence: evidence, look: look, notifiedAt: notified.map(at))
}

private func ruled(_ change: (inout IdlePolicy) -> Void = { _ in }) -> IdlePolicy {
    var policy = IdlePolicy()
    change(&policy)
    return policy
}

/// A trap by its name, and the verdict that it must get.
struct VerdictCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let record: ActivityRecord
    var policy = IdlePolicy()
    let now: Double
    let action: ReapVerdict.Action
    let rule: ReapVerdict.Rule
    var changesAt: Double?

    init(
        _ name: String, _ record: ActivityRecord, _ policy: IdlePolicy = IdlePolicy(), at now: Double,
        _ action: ReapVerdict.Action, _ rule: ReapVerdict.Rule, changes changesAt: Double? = nil
    ) {
        (testDescription, self.record, self.policy, self.now) = (name, record, policy, now)
        (self.action, self.rule, self.changesAt) = (action, rule, changesAt)
    }

    static let idle: [VerdictCase] = [
        .init("just started", seen(), at: 0, .keep, .active, changes: 3.75),
        .init("never used: its people are told first", seen(), at: 3.75, .warn, .idle, changes: 4),
        .init("never used, and told: the notice runs", seen(notified: 3.75), at: 3.9, .warn, .idle, changes: 4),
        .init("never used, told, and the notice is over", seen(notified: 3.75), at: 4, .reap, .idle),
        .init("told late: the whole notice all the same", seen(notified: 5), at: 5.1, .warn, .idle, changes: 5.25),
        .init("nobody told anybody: never without a notice", seen(), at: 400, .warn, .idle, changes: 400.25),
        .init(
            "told, then used, then idle: the old notice does not count",
            seen([Evidence(.person, at: at(3.9))], notified: 3.8), at: 8, .warn, .idle, changes: 8.25),
        .init("no notice in the policy", seen(), ruled { $0.notice = .zero }, at: 4, .reap, .idle),
        .init(
            "not again right after a relaunch: the clock starts anew, whatever was before",
            seen([Evidence(.person, at: at(1))], notified: 99, startedAt: 100), at: 101, .keep, .active,
            changes: 103.75),
        .init(
            "used before it was started last: that was another generation",
            seen([Evidence(.kernel, "a.ipynb", at: at(1))], startedAt: 2), at: 2, .keep, .active, changes: 5.75),
        .init(
            "the minimum run time", seen(), ruled { $0.minimumRun = .seconds(36_000) }, at: 9, .keep, .minimumRun,
            changes: 9.75),
        .init("no timeout", seen(), ruled { $0.timeout = .never }, at: 9999, .keep, .unlimited),
        .init("exempt", seen(), ruled { $0.isExempt = true }, at: 9999, .keep, .exempt),
        .init(
            "exempt from age, too", seen(), ruled { ($0.isExempt, $0.maximumAge) = (true, .after(.seconds(1))) },
            at: 9999, .keep, .exempt),
    ]

    static let traps: [VerdictCase] = [
        .init(
            "a silent long computation is kept: busy for 60 hours without a word",
            seen([Evidence(.busyKernel, "train.ipynb", at: at(60), since: at(0.1))]), at: 60, .keep, .active,
            changes: 63.75),
        .init(
            "a silent busy kernel counts for 72 hours and no longer",
            seen([Evidence(.busyKernel, "hung.ipynb", at: at(80), since: at(1))], notified: 79), at: 80, .reap, .idle),
        .init(
            "or for ever, where the policy says so",
            seen([Evidence(.busyKernel, "train.ipynb", at: at(800), since: at(1))]), ruled { $0.busyLimit = .never },
            at: 800, .keep, .active, changes: 803.75),
        .init(
            "a computation that uses the processor is kept beyond 72 silent hours",
            seen([
                Evidence(.busyKernel, "train.ipynb", at: at(80), since: at(1)), Evidence(.cpu, "1 cores", at: at(80)),
            ]),
            at: 80, .keep, .active, changes: 83.75),
        .init("an open tab alone does not keep: it leaves no evidence", seen(notified: 3.75), at: 4, .reap, .idle),
        .init(
            "a kernel that was created and never used ages out, still starting as it is",
            seen([Evidence(.kernel, "python3", at: at(0.1))], notified: 3.9), at: 4.2, .reap, .idle),
        .init(
            "a server that could not be looked at is kept", seen(look: .unknown("no answer in time"), notified: 3.75),
            at: 400, .keep, .unknown),
        .init(
            "a terminal that still writes", seen([Evidence(.terminal, "1", at: at(9))]), at: 10, .keep, .active,
            changes: 12.75),
        .init(
            "a job that runs on after its terminal was closed", seen([Evidence(.cpu, "0.9 cores", at: at(9))]),
            at: 10,
            .keep, .active, changes: 12.75),
        .init("a download", seen([Evidence(.io, "network", at: at(9))]), at: 10, .keep, .active, changes: 12.75),
        .init(
            "kept on request, until then and a notice before it ends", seen([Evidence(.keep, at: at(10))]), at: 6,
            .keep, .kept, changes: 9.75),
        .init(
            "kept on request, nearly over", seen([Evidence(.keep, at: at(10))]), at: 9.75, .warn, .idle, changes: 10),
        .init("kept on request, over", seen([Evidence(.keep, at: at(10))], notified: 9.75), at: 10, .reap, .idle),
    ]

    static let clocks: [VerdictCase] = [
        .init(
            "the clock was set forward a year: all counts from then",
            seen([Evidence(.person, at: at(1)), Evidence(.clock, at: at(8761))], notified: 1), at: 8762, .keep,
            .active, changes: 8764.75),
        .init(
            "the clock was set back: what is ahead is now", seen([Evidence(.person, at: at(50))], startedAt: 49),
            at: 2,
            .keep, .active, changes: 5.75),
        .init("a notice from the future does not count", seen(notified: 9), at: 4, .warn, .idle, changes: 4.25),
        .init(
            "a server that dates its kernels into the future gains nothing by it: of now, when it was looked at",
            seen([Evidence(.kernel, "a", at: at(99))]), at: 3, .keep, .active, changes: 6.75),
        .init(
            "age after the clock was set forward counts from then",
            seen([Evidence(.clock, at: at(8761))]),
            ruled { ($0.timeout, $0.maximumAge) = (.never, .after(.seconds(86_400))) },
            at: 8762, .keep, .active, changes: 8784.75),
    ]

    static let ages: [VerdictCase] = [
        .init(
            "the maximum age ends what is busy, too",
            seen([Evidence(.busyKernel, "a", at: at(24), since: at(20))], notified: 23.75),
            ruled { $0.maximumAge = .after(.seconds(86_400)) }, at: 24, .reap, .age),
        .init(
            "and what could not be looked at", seen(look: .unknown("why"), notified: 23.75),
            ruled { $0.maximumAge = .after(.seconds(86_400)) }, at: 24, .reap, .age),
        .init(
            "it is told of before", seen([Evidence(.person, at: at(23))]),
            ruled { $0.maximumAge = .after(.seconds(86_400)) },
            at: 23.8, .warn, .age, changes: 24.05),
        .init(
            "who asks for it to be kept keeps it from being idle, not from its age",
            seen([Evidence(.keep, at: at(99))], notified: 23.75), ruled { $0.maximumAge = .after(.seconds(86_400)) },
            at: 24, .reap, .age),
    ]
}

@Suite("Verdicts on idle servers")
struct VerdictTests {
    @Test(
        "Each case gets its verdict",
        arguments: VerdictCase.idle + VerdictCase.traps + VerdictCase.clocks + VerdictCase.ages)
    func verdict(trap: VerdictCase) {
        let verdict = reapVerdict(trap.record, trap.policy, now: at(trap.now))
        #expect(verdict.action == trap.action && verdict.rule == trap.rule)
        #expect(verdict.changesAt == trap.changesAt.map(at))
    }

    @Test("The reasons for keeping are what counts still, the latest first; for a stop the last that was known")
    func reasons() {
        let (train, job) = (Evidence(.busyKernel, "train.ipynb", at: at(5), since: at(4)), Evidence(.cpu, at: at(6)))
        let kept = reapVerdict(seen([train, job, Evidence(.terminal, "1", at: at(1))]), IdlePolicy(), now: at(6))
        #expect(kept.reasons == [job, train])
        let idle = reapVerdict(seen([train], notified: 9), IdlePolicy(), now: at(10))
        #expect(idle.action == .reap && idle.reasons == [train])
        #expect(reapVerdict(seen(), IdlePolicy(), now: at(4)).reasons.map(\.kind) == [.launch])
    }

    @Test(
        "In quiet hours nobody is told and nothing is stopped; then it goes on",
        arguments: [(22.5, ReapVerdict.Action.keep, 30), (29.99, .keep, 30), (30, .reap, nil), (21, .reap, nil)]
            as [(Double, ReapVerdict.Action, Double?)])
    func quiet(now: Double, action: ReapVerdict.Action, end: Double?) throws {
        let zone = try #require(TimeZone(secondsFromGMT: 0))
        let verdict = reapVerdict(
            seen(notified: 3.75), ruled { $0.quietHours = QuietHours(start: 22 * 60, end: 6 * 60, zone: zone) },
            now: at(now))
        #expect(verdict.action == action && verdict.changesAt == end.map(at))
        #expect((verdict.rule == .quietHours) == (action == .keep))
    }

    @Test("Quiet hours are of their own zone's clock, and those that begin when they end are all day")
    func zones() throws {
        let tokyo = try #require(TimeZone(secondsFromGMT: 9 * 3600))
        let night = ruled { $0.quietHours = QuietHours(start: 0, end: 6 * 60, zone: tokyo) }
        #expect(reapVerdict(seen(notified: 4), night, now: at(16)).changesAt == at(21))
        #expect(reapVerdict(seen(notified: 4), night, now: at(22)).action == .reap)
        let always = ruled { $0.quietHours = QuietHours(start: 60, end: 60, zone: tokyo) }
        #expect(reapVerdict(seen(notified: 4), always, now: at(22)).action == .keep)
    }
}

@Suite("Policies for idle servers")
struct IdlePolicyTests {
    private static func rules(_ change: (inout IdleRules) -> Void) -> IdleRules {
        var rules = IdleRules()
        change(&rules)
        return rules
    }

    @Test("A profile goes before what holds for all, and a group before the profile")
    func order() {
        let profile = Self.rules { ($0.timeout, $0.notice) = (.after(.seconds(60)), .seconds(5)) }
        #expect(IdlePolicy(profile: profile).timeout == .after(.seconds(60)))
        let group = Self.rules { $0.timeout = .after(.seconds(30)) }
        let both = IdlePolicy(profile: profile, groups: [group])
        #expect(both.timeout == .after(.seconds(30)) && both.notice == .seconds(5))
        #expect(both.busyLimit == IdlePolicy().busyLimit && !both.isExempt)
        #expect(IdlePolicy(groups: [IdleRules()]) == IdlePolicy())
    }

    @Test("Of several groups the one holds that leaves the server running longest, in each thing by itself")
    func groups() {
        let short = Self.rules {
            ($0.timeout, $0.isExempt, $0.maximumAge) = (.after(.seconds(9)), false, .after(.seconds(5)))
        }
        let long = Self.rules { ($0.timeout, $0.notice) = (.never, .seconds(1)) }
        let merged = IdlePolicy(groups: [short, long])
        #expect(merged.timeout == .never && merged.notice == .seconds(1))
        #expect(merged.maximumAge == .after(.seconds(5)) && !merged.isExempt)
        #expect(IdlePolicy(groups: [short, Self.rules { $0.isExempt = true }]).isExempt)
    }

    @Test(
        "A limit is written as seconds or never", arguments: [(Limit.after(.seconds(90)), "90"), (.never, "\"never\"")])
    func limits(limit: Limit, text: String) throws {
        #expect(String(decoding: try JSONEncoder().encode(limit), as: UTF8.self) == text)
        #expect(try JSONDecoder().decode(Limit.self, from: Data(text.utf8)) == limit)
        for wrong in ["-1", "\"always\"", "null"] {
            #expect(throws: (any Error).self) { try JSONDecoder().decode(Limit.self, from: Data(wrong.utf8)) }
        }
    }
}
