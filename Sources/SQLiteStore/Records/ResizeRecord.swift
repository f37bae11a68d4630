import GRDB
import Servers

/// A row of `resizes`.
struct ResizeRecord: Record {
    static var databaseTableName: String { "resizes" }

    let server: String
    let revision: Int
    let generation: Int
    /// JSON of `Resources`.
    let target: String
    /// JSON of `LaunchSize`, both.
    let asked: String
    let before: String
    let principal: String
    let at: Int64
    /// Of the engine so far.
    var failures = 0
    var retryAt: Int64?
    var settledAt: Int64?
    /// Of a refusal, both.
    var code: String?
    var message: String?

    init(_ resize: Resize, of server: ServerID) throws {
        self.server = server.value
        revision = resize.revision
        generation = resize.generation
        target = try json(resize.target)
        asked = try json(resize.asked)
        before = try json(resize.before)
        principal = resize.by
        at = resize.at.microseconds
        switch resize.outcome {
        case .pending(let retry):
            failures = retry?.failures ?? 0
            retryAt = retry?.at.microseconds
        case .applied(let moment):
            settledAt = moment.microseconds
        case .refused(let moment, let code, let message):
            settledAt = moment.microseconds
            self.code = code
            self.message = message
        }
    }

    func resize() throws -> Resize {
        try reading {
            Resize(
                revision: revision, generation: generation, target: try value(Resources.self, json: target),
                asked: try value(LaunchSize.self, json: asked), before: try value(LaunchSize.self, json: before),
                by: principal, at: Timestamp(microseconds: at), outcome: outcome)
        }
    }

    private var outcome: Resize.Outcome {
        guard let settledAt else {
            return .pending(
                retryAt.map { Resize.Retry(failures: failures, at: Timestamp(microseconds: $0)) })
        }
        let moment = Timestamp(microseconds: settledAt)
        guard let code, let message else { return .applied(moment) }
        return .refused(moment, code: code, message: message)
    }
}
