/// What is to be done with a started server by its idle policy, and why.
package struct VerdictModel: Hashable, Sendable, Codable {
    /// `keep`; `warn`: it is stopped at `changes_at` unless something happens; `reap`: it is stopped now.
    package var verdict: String
    /// Which rule decided: `active`, `kept`, `unknown`, `exempt`, `minimum_run`, `quiet_hours`, `unlimited`, `idle`, `age`.
    /// Expect it to grow.
    package var rule: String
    /// What decided, for people, the most important first.
    package var reasons: [String]
    /// When the verdict would be another if nothing happened; null: never.
    @OrNull package var changesAt: String?
    /// What decided, the latest first; for a stop, the last that was known.
    package var evidence: [EvidenceModel]

    package init(
        verdict: String, rule: String, reasons: [String], changesAt: String?, evidence: [EvidenceModel]
    ) {
        self.verdict = verdict
        self.rule = rule
        self.reasons = reasons
        self.changesAt = changesAt
        self.evidence = evidence
    }

    private enum CodingKeys: String, CodingKey {
        case verdict, rule, reasons, evidence
        case changesAt = "changes_at"
    }
}

/// One thing that showed that a server was needed. All text may come from the server: escape it for where it is shown.
package struct EvidenceModel: Hashable, Sendable, Codable {
    /// `launch`, `person`, `busyKernel`, `kernel`, `terminal`, `cpu`, `io`, `keep`, `clock`. Expect it to grow.
    package var kind: String
    /// Which one: a notebook's path, a terminal's name, `0.8 cores`.
    @OrNull package var what: String?
    /// The last moment that it is evidence of; of `keep`, until when.
    package var at: String
    /// Since when a busy kernel has said nothing.
    @OrNull package var since: String?
    /// Whether the server itself says so, and nobody else.
    package var selfReported: Bool
    /// All of it for people: `kernel train.ipynb, busy`.
    package var text: String

    package init(kind: String, what: String?, at: String, since: String?, selfReported: Bool, text: String) {
        self.kind = kind
        self.what = what
        self.at = at
        self.since = since
        self.selfReported = selfReported
        self.text = text
    }

    private enum CodingKeys: String, CodingKey {
        case kind, what, at, since, text
        case selfReported = "self_reported"
    }
}
