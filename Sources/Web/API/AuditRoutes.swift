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
        let query = AuditQuery(
            since: try request.time("since"), until: try request.time("until"), principal: request.query("principal"),
            action: request.query("action"), target: request.query("target"),
            after: try request.integer("after", atLeast: 1),
            limit: try request.integer("limit", atLeast: 1) ?? AuditQuery().limit)
        let lines = try await useCases.readAudit(query, by: context.requirePrincipal())
        let next = lines.count < min(query.limit, ReadAudit.most) ? nil : lines.last?.id
        return try .json(AuditPageModel(entries: lines.map { AuditEntryModel($0) }, next: next))
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
