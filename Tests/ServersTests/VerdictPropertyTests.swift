import Foundation
import Servers
import Testing

/// Whatever is known of a server: what holds for all verdicts, tried on some thousands that are made up.
@Suite("What holds for every verdict")
struct VerdictPropertyTests {
    /// A generator that gives the same numbers for the same seed.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }

        /// A moment within a hundred hours of the start, mostly on round figures, where rules change their mind.
        mutating func moment() -> Timestamp {
            let quarters = Int64.random(in: -8...400, using: &self)
            return Timestamp(microseconds: quarters * 900 * 1_000_000 + Int64.random(in: -1...1, using: &self))
        }

        mutating func duration() -> Duration { .seconds(900 * Int64.random(in: 0...300, using: &self)) }

        mutating func limit() -> Limit { Bool.random(using: &self) ? .after(duration()) : .never }

        mutating func evidence() -> Evidence {
            let kind = Evidence.Kind.allCases.randomElement(using: &self) ?? .person
            return Evidence(kind, "w", at: moment(), since: Bool.random(using: &self) ? moment() : nil)
        }

        mutating func record() -> ActivityRecord {
            ActivityRecord(
                startedAt: moment(), evidence: (0..<Int.random(in: 0...5, using: &self)).map { _ in evidence() },
                look: Int.random(in: 0...4, using: &self) == 0 ? .unknown("why") : .complete(at: moment()),
                notifiedAt: Bool.random(using: &self) ? moment() : nil)
        }

        mutating func policy() -> IdlePolicy {
            var policy = IdlePolicy()
            policy.timeout = Int.random(in: 0...5, using: &self) == 0 ? .never : .after(duration())
            policy.notice = [.zero, .seconds(900), duration()].randomElement(using: &self) ?? .zero
            policy.busyLimit = limit()
            policy.maximumAge = limit()
            policy.minimumRun = Bool.random(using: &self) ? .zero : duration()
            policy.isExempt = Int.random(in: 0...9, using: &self) == 0
            return policy
        }
    }

    @Test("Once it is to be stopped it stays so as long as nothing happens", arguments: 1...8 as ClosedRange<UInt64>)
    func monotoneInTime(seed: UInt64) {
        var dice = Dice(state: seed)
        var stopped = 0
        for _ in 0..<1500 {
            let (record, policy, now) = (dice.record(), dice.policy(), dice.moment())
            guard reapVerdict(record, policy, now: now).action == .reap else { continue }
            stopped += 1
            for _ in 0..<5 {
                let later = reapVerdict(record, policy, now: now + dice.duration())
                #expect(later.action == .reap, "\(record) \(policy) \(now)")
            }
        }
        #expect(stopped > 50)
    }

    @Test("More evidence never makes it worse", arguments: 1...8 as ClosedRange<UInt64>)
    func monotoneInEvidence(seed: UInt64) {
        var dice = Dice(state: seed)
        for _ in 0..<1500 {
            var (record, policy, now) = (dice.record(), dice.policy(), dice.moment())
            let before = reapVerdict(record, policy, now: now)
            record.evidence.insert(dice.evidence(), at: Int.random(in: 0...record.evidence.count, using: &dice))
            let after = reapVerdict(record, policy, now: now)
            #expect(after.action <= before.action, "\(record) \(policy) \(now)")
            (policy.minimumRun, now) = (.zero, now)
        }
    }

    @Test("It changes its mind when it says it does, and not a moment before", arguments: 1...8 as ClosedRange<UInt64>)
    func changes(seed: UInt64) {
        var dice = Dice(state: seed)
        for _ in 0..<1500 {
            let (record, policy, now) = (dice.record(), dice.policy(), dice.moment())
            let verdict = reapVerdict(record, policy, now: now)
            guard let change = verdict.changesAt else {
                let later = reapVerdict(record, policy, now: now + dice.duration())
                #expect(later.action == verdict.action)
                continue
            }
            #expect(change > now)
            // What is ahead of now counts as now, so it only puts the change off.
            let isPast =
                record.evidence.allSatisfy { $0.at <= now && ($0.since ?? $0.at) <= now } && record.startedAt <= now
            let isNotified = record.notifiedAt.map { $0 <= now } ?? true
            guard isPast, isNotified else { continue }
            let before = reapVerdict(record, policy, now: change - .microseconds(1))
            #expect(before.action == verdict.action, "\(record) \(policy) \(now)")
            let after = reapVerdict(record, policy, now: change)
            // A warning that nobody gave runs from when it is given.
            #expect(after.action > verdict.action || verdict.action == .warn, "\(record) \(policy) \(now)")
        }
    }

    @Test("What is not known never stops a server but for its age", arguments: 1...4 as ClosedRange<UInt64>)
    func unknown(seed: UInt64) {
        var dice = Dice(state: seed)
        for _ in 0..<1500 {
            var (record, policy) = (dice.record(), dice.policy())
            record.look = .unknown("why")
            #expect(reapVerdict(record, policy, now: dice.moment()).rule != .idle)
            policy.maximumAge = .never
            #expect(reapVerdict(record, policy, now: dice.moment()).action == .keep)
        }
    }
}
