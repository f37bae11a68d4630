import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// The audit log.
struct AuditRoutes {
    let useCases: UseCases

    func add(to router: Router<WebContext>) {
        router.get("/hub/api/audit", use: read)
    }

    @Sendable private func read(_ request: Request, _ context: WebContext) async throws -> Response {
        var query = try AuditQuery(request, now: useCases.readAudit.now)
        query.limit = try request.integer("limit", atLeast: 1) ?? query.limit
        let lines = try await useCases.readAudit(query, by: context.requirePrincipal())
        let next = lines.count < min(query.limit, ReadAudit.most) ? nil : lines.last?.id
        return try .json(AuditPageModel(entries: lines.map { AuditEntryModel($0) }, next: next))
    }
}

extension AuditQuery {
    /// What a request asks for, but for how many; empty fields count as absent. Throws `InvalidValue` for a time that cannot
    /// be used, `Refusal` 400 for another `after`.
    init(_ request: Request, now: Timestamp) throws {
        self.init(
            since: try Timestamp(past: request.query("since"), now: now, field: "since"),
            until: try Timestamp(past: request.query("until"), now: now, field: "until"),
            principal: request.words("principal"), action: request.words("action"), target: request.words("target"),
            after: try request.integer("after", atLeast: 1))
    }
}

extension AuditEntryModel {
    fileprivate init(_ line: AuditLine) {
        let entry = line.entry
        self.init(
            id: line.id, at: entry.at.description, principal: entry.principal, address: entry.address,
            action: entry.action, target: entry.target, parameters: entry.parameters.values, result: entry.result)
    }
}
