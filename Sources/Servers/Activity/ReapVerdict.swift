/// What is known of a server that runs, for a verdict on it.
package struct ActivityRecord: Hashable, Sendable {
    /// When it became ready; every clock starts anew here.
    package var startedAt: Timestamp
    /// The last few of each kind, in any order.
    package var evidence: [Evidence]
    /// Whether the last look at it told everything.
    package var look: Look
    /// When its people were last told that it would be stopped.
    package var notifiedAt: Timestamp?

    /// How the last look at a server went.
    package enum Look: Hashable, Sendable {
        /// It told of its kernels and terminals, and the engine of its processes.
        case complete(at: Timestamp)
        /// It did not; the text says why. That proves nothing.
        case unknown(String)
    }

    package init(
        startedAt: Timestamp, evidence: [Evidence] = [], look: Look = .unknown("it was not looked at yet"),
        notifiedAt: Timestamp? = nil
    ) {
        self.startedAt = startedAt
        self.evidence = evidence
        self.look = look
        self.notifiedAt = notifiedAt
    }
}

/// What is to be done with a server, by its policy: how, why, and until when it is right as long as nothing happens.
package struct ReapVerdict: Hashable, Sendable {
    package let action: Action
    package let rule: Rule
    /// What decided, the latest first; for a stop, the last that was known.
    package let reasons: [Evidence]
    /// When it would be another without anything new; nil: never.
    package let changesAt: Timestamp?
    /// When its people were told of the stop that it is about; nil when they are not told yet, or it is about none.
    package let toldAt: Timestamp?

    package enum Action: String, Hashable, Sendable, Comparable, CaseIterable {
        case keep
        /// Its people are to be told, or have been, that it is stopped at `changesAt`.
        case warn
        case reap

        private var rank: Int {
            switch self {
            case .keep: 0
            case .warn: 1
            case .reap: 2
            }
        }

        package static func < (left: Action, right: Action) -> Bool { left.rank < right.rank }
    }

    /// Which rule decided.
    package enum Rule: String, Hashable, Sendable, CaseIterable {
        /// The policy does not concern it.
        case exempt
        /// It could not be looked at.
        case unknown
        /// There was activity.
        case active
        /// Somebody asked for it to be kept.
        case kept
        /// It has not run long enough yet.
        case minimumRun
        /// It is a time at which nothing is stopped.
        case quietHours
        /// The policy stops nothing.
        case unlimited
        /// There was no activity for the timeout.
        case idle
        /// It has run as long as it may.
        case age
    }

    package init(
        _ action: Action, _ rule: Rule, reasons: [Evidence] = [], changesAt: Timestamp? = nil,
        toldAt: Timestamp? = nil
    ) {
        self.action = action
        self.rule = rule
        self.reasons = reasons
        self.changesAt = changesAt
        self.toldAt = toldAt
    }
}

/// What is to be done with a server at `now`. Pure: the same record, policy and moment give the same verdict.
///
/// Time alone makes it only worse, evidence alone only better. What is not known keeps a server, but from its age.
package func reapVerdict(_ record: ActivityRecord, _ policy: IdlePolicy, now: Timestamp) -> ReapVerdict {
    Judgement(record, policy, now).verdict
}

/// The steps of a verdict.
private struct Judgement {
    let record: ActivityRecord
    let policy: IdlePolicy
    let now: Timestamp
    /// What counts as activity, the latest first.
    let activity: [Counted]

    /// A piece of evidence, and the last moment at which it counts.
    struct Counted {
        let evidence: Evidence
        let at: Timestamp
    }

    /// When it is stopped if nothing happens, and why.
    private struct Deadline {
        let rule: ReapVerdict.Rule
        let at: Timestamp
        /// A notice from before does not count.
        let noticeFrom: Timestamp
    }

    init(_ record: ActivityRecord, _ policy: IdlePolicy, _ now: Timestamp) {
        self.record = record
        self.policy = policy
        self.now = now
        let all = [Evidence(.launch, at: record.startedAt)] + record.evidence.filter { $0.kind != .launch }
        let counted = all.compactMap { evidence in
            evidence.counts(at: now, busyLimit: policy.busyLimit).map { Counted(evidence: evidence, at: $0) }
        }
        // What was before the start is of an earlier generation.
        activity = counted.filter { $0.at >= min(record.startedAt, now) }
            .sorted { ($0.at, $0.evidence.kind.rawValue) > ($1.at, $1.evidence.kind.rawValue) }
    }

    var verdict: ReapVerdict {
        if policy.isExempt { return ReapVerdict(.keep, .exempt) }
        guard let deadline = [idle, age].compactMap(\.self).min(by: { $0.at < $1.at }) else {
            if case .unknown = record.look { return ReapVerdict(.keep, .unknown, reasons: reasons(.keep)) }
            return ReapVerdict(.keep, .unlimited, reasons: reasons(.keep))
        }
        let found = before(deadline)
        guard found.action != .keep, let end = policy.quietHours?.end(at: now) else { return found }
        return ReapVerdict(.keep, .quietHours, reasons: found.reasons, changesAt: end)
    }

    private func before(_ deadline: Deadline) -> ReapVerdict {
        let noticeAt = deadline.at - policy.notice
        guard now >= noticeAt else {
            return ReapVerdict(.keep, keeping(deadline), reasons: reasons(.keep), changesAt: noticeAt)
        }
        let notified = record.notifiedAt.flatMap { $0 >= deadline.noticeFrom && $0 <= now ? $0 : nil }
        let end = max(deadline.at, (notified ?? now) + policy.notice)
        if now >= end { return ReapVerdict(.reap, deadline.rule, reasons: reasons(.reap), toldAt: notified) }
        return ReapVerdict(.warn, deadline.rule, reasons: reasons(.warn), changesAt: end, toldAt: notified)
    }

    // MARK: Deadlines

    /// Since when nobody has needed it.
    private var lastActivity: Timestamp { activity.first?.at ?? min(record.startedAt, now) }

    /// Until when somebody has asked for it to be kept.
    private var keptUntil: Timestamp? { record.evidence.filter { $0.kind == .keep }.map(\.at).max() }

    private var earliest: Timestamp { min(record.startedAt, now) + policy.minimumRun }

    private var idle: Deadline? {
        guard case .complete = record.look, let end = policy.timeout.end(from: lastActivity) else { return nil }
        return Deadline(
            rule: .idle, at: max(end, earliest, keptUntil ?? end), noticeFrom: lastActivity)
    }

    /// A clock that was set says nothing of the time before.
    private var age: Deadline? {
        let set = record.evidence.filter { $0.kind == .clock }.map { min($0.at, now) }.max()
        let start = max(min(record.startedAt, now), set ?? .init(microseconds: .min))
        return policy.maximumAge.end(from: start).map {
            Deadline(rule: .age, at: max($0, earliest), noticeFrom: start)
        }
    }

    // MARK: Reasons

    /// Which rule puts the deadline so far ahead.
    private func keeping(_ deadline: Deadline) -> ReapVerdict.Rule {
        if deadline.rule == .age, case .unknown = record.look { return .unknown }
        if let keptUntil, deadline.at == keptUntil { return .kept }
        if deadline.at == earliest, policy.timeout.end(from: lastActivity) != deadline.at { return .minimumRun }
        return .active
    }

    private func reasons(_ action: ReapVerdict.Action) -> [Evidence] {
        let kept = record.evidence.filter { $0.kind == .keep && $0.at > now }
        let active = activity.filter { policy.timeout.end(from: $0.at).map { $0 > now } ?? true }.map(\.evidence)
        switch action {
        case .keep where !(kept + active).isEmpty: return kept + active
        case .keep, .warn, .reap: return Array(activity.prefix(1).map(\.evidence))
        }
    }
}
