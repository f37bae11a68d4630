import HubAPI
import Servers

extension VerdictModel {
    init(_ made: ServerVerdict) {
        self.init(
            verdict: made.verdict.action.rawValue, rule: made.verdict.rule.code, reasons: made.sentences,
            changesAt: made.verdict.changesAt?.description, evidence: made.verdict.reasons.map { EvidenceModel($0) })
    }
}

extension EvidenceModel {
    init(_ evidence: Evidence) {
        self.init(
            kind: evidence.kind.rawValue, what: evidence.what, at: evidence.at.description,
            since: evidence.since?.description, selfReported: evidence.isSelfReported, text: evidence.text)
    }
}

extension ReapVerdict.Rule {
    /// As the API has it.
    fileprivate var code: String {
        switch self {
        case .minimumRun: "minimum_run"
        case .quietHours: "quiet_hours"
        case .exempt, .unknown, .active, .kept, .unlimited, .idle, .age: rawValue
        }
    }
}
