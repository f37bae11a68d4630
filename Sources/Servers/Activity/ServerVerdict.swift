/// A verdict on one server, and what it was made of.
package struct ServerVerdict: Hashable, Sendable {
    package let verdict: ReapVerdict
    /// When it was made.
    package let at: Timestamp
    /// By what it was made.
    package let policy: IdlePolicy
    package let record: ActivityRecord
    /// Where the limit comes from that decides, for people; of no meaning for other rules than `idle` and `age`.
    package let source: String

    /// The verdict on a started server by `terms`.
    package init(on server: Server, _ record: ActivityRecord, by terms: IdleTerms, at now: Timestamp) {
        self.init(of: server.key.owner, profile: server.spec?.profile, record, by: terms, at: now)
    }

    /// The same on a server of `owner`'s, launched by `profile`.
    package init(
        of owner: UserName, profile: ProfileID?, _ record: ActivityRecord, by terms: IdleTerms, at now: Timestamp
    ) {
        self.record = record
        at = now
        policy = terms.policy(of: owner, profile: profile)
        verdict = reapVerdict(record, policy, now: now)
        source = terms.source(of: verdict.rule == .age ? \.maximumAge : \.timeout, for: owner, profile: profile)
    }

    package var action: ReapVerdict.Action { verdict.action }

    /// Whether policies stop it at some time, so that there is something to hold off.
    package var canBeHeldOff: Bool { verdict.rule != .exempt && verdict.rule != .unlimited }

    /// For how long nothing has gone on in it.
    package var idleFor: Duration {
        verdict.reasons.first.map { at - $0.end(at: at, policy) } ?? (at - min(record.startedAt, at))
    }

    /// What decided, one sentence each without a full stop, the most important first. What a server names may be in it:
    /// escape it where it is shown.
    package var sentences: [String] {
        switch verdict.rule {
        case .exempt: ["it is exempt: nothing stops it for being idle"]
        case .unknown: [unknown]
        case .active: verdict.reasons.map { $0.text(at: at) }
        case .kept: verdict.reasons.prefix(1).map { $0.text(at: at) }
        case .minimumRun: ["it has not run for \(policy.minimumRun.words) yet, which is the least"]
        case .quietHours: ["at this time of the day nothing is stopped"]
        case .unlimited: ["nothing stops it: it has neither a timeout nor a maximum age"]
        case .idle: [idle]
        case .age: [age]
        }
    }

    private var unknown: String {
        guard case .unknown(let why) = record.look else { return "it could not be looked at" }
        return "it is not known whether it is idle: \(why)"
    }

    private var idle: String {
        let last = verdict.reasons.first
        let since = "nothing has gone on in it for \(idleFor.roughly)"
        let limit =
            switch policy.timeout {
            case .after(let timeout): ", and \(source) allows \(timeout.words)"
            case .never: ""
            }
        return since + limit + (last.map { "; last: \($0.text)" } ?? "")
    }

    private var age: String {
        let limit =
            switch policy.maximumAge {
            case .after(let age): "; \(source) allows \(age.words)"
            case .never: ""
            }
        return "it has run for \((at - min(record.startedAt, at)).roughly)\(limit)"
    }
}

extension Evidence {
    /// The last moment at which it counts by `policy`.
    fileprivate func end(at now: Timestamp, _ policy: IdlePolicy) -> Timestamp {
        counts(at: now, busyLimit: policy.busyLimit) ?? now
    }

    /// For people, with how long ago: `kernel train.ipynb, busy and silent for 40 min`, `terminal 1, 5 min ago`.
    package func text(at now: Timestamp) -> String {
        switch kind {
        case .busyKernel:
            let silent = since.map { now - $0 } ?? .zero
            return silent >= Self.silence ? "\(text) and silent for \(silent.roughly)" : text
        case .keep: return at > now ? "\(text) for \((at - now).roughly) more" : text
        case .launch, .person, .kernel, .terminal, .cpu, .io, .clock:
            return "\(text) \((now - Swift.min(at, now)).roughly) ago"
        }
    }

    /// Shorter silences of a busy kernel are not worth a word.
    private static let silence = Duration.seconds(120)
}
