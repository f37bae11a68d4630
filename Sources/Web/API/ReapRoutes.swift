import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// Idle servers: what is to be done with each, doing it, and holding it off.
struct ReapRoutes {
    let useCases: UseCases

    func add(to router: Router<WebContext>) {
        router.get("/hub/api/reap", use: plan)
        router.post("/hub/api/reap", use: reap)
        for path: RouterPath in ["server", "servers/:server"] {
            router.post("/hub/api/users/:user/\(path)/keep", use: keep)
        }
    }

    @Sendable private func plan(_ request: Request, _ context: WebContext) async throws -> Response {
        let asked = try ReapFields(request)
        let wanted = try request.query("verdict").map { text in
            guard let action = ReapVerdict.Action(rawValue: text) else {
                throw Refusal(InvalidValue(field: "verdict", value: text, expected: "keep, warn or reap"))
            }
            return action
        }
        let all = try await useCases.reapServers.dryRun(asked.order, by: context.requirePrincipal())
        let listed = all.filter { wanted == nil || $0.verdict.action == wanted }
        return try PageQuery(request).answer(listed, origins: useCases.origins) { part in part.map { ReapEntry($0) } }
    }

    @Sendable private func reap(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let body = try await RequestObject(request, allowed: ReapFields.names + ["at_most"])
        let most = try body.integer("at_most")
        if let most, most < 0 { throw RequestObject.wrong("at_most", .integer(most), "a whole number of at least 0") }
        let outcomes = try await useCases.reapServers(
            ReapFields(body).order, atMost: most.map { Int(clamping: $0) }, by: principal)
        return try .json(
            ReapAnswer(
                stopped: outcomes.count { $0.result == .stopped }, servers: outcomes.map { ReapOutcomeModel($0) }))
    }

    @Sendable private func keep(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let key = try context.pathServer()
        let body = try await RequestObject(request, allowed: ["for", "until"])
        let length = try KeepServer.Length(body)
        let kept = try await useCases.keepServer(key, for: length, by: principal)
        return try .json(
            KeepAnswer(until: kept.until.description, verdict: kept.verdict.map { VerdictModel($0) }))
    }
}

extension KeepServer.Length {
    fileprivate init(_ body: RequestObject) throws {
        switch (try body.duration("for"), try body.string("until")) {
        case (nil, nil): self = .usual
        case (let duration?, nil): self = .lasting(duration)
        case (nil, let text?): self = .until(try Timestamp(written: text, field: "until"))
        case (.some, .some):
            throw Refusal(.badRequest, code: "bad_value", "for, until: say one of them, not both")
        }
    }
}

extension ReapEntry {
    init(_ candidate: ReapCandidate) {
        let entry = candidate.entry
        self.init(
            owner: entry.key.owner.value, name: entry.key.name.value, profile: entry.spec?.profile.value,
            memory: candidate.usage?.memory.count, verdict: VerdictModel(candidate.verdict), action: candidate.step.code
        )
    }
}

extension ReapOutcomeModel {
    init(_ outcome: ReapOutcome) {
        self.init(
            owner: outcome.server.owner.value, name: outcome.server.name.value, result: outcome.result.code,
            verdict: outcome.verdict.map { VerdictModel($0) })
    }
}

extension ReapStep {
    fileprivate var code: String {
        switch self {
        case .takeBack: "take_back"
        case .nothing, .warn, .stop: rawValue
        }
    }
}

extension ReapOutcome.Result {
    fileprivate var code: String {
        switch self {
        case .takenBack: "taken_back"
        case .stopped, .warned, .spared, .failed: rawValue
        }
    }
}
