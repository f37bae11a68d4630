import Accounts
import Control
import HubAPI
import Hummingbird
import Servers

/// What limits a user's servers.
struct QuotaRoutes {
    let useCases: UseCases

    func add(to router: Router<WebContext>) {
        router.get("/hub/api/users/:user/quota", use: read)
    }

    @Sendable private func read(_ request: Request, _ context: WebContext) async throws -> Response {
        let report = try await useCases.readQuota(context.pathUser(), by: context.requirePrincipal())
        return try .json(QuotaReport(report))
    }
}

extension QuotaReport {
    init(_ report: ReadQuota.Report) {
        self.init(
            user: report.user.value, limits: report.limits.map { QuotaLimitModel($0) },
            servers: report.servers.map { charge in
                QuotaServerModel(
                    name: charge.server.name.value, fullName: charge.server.description, cpu: charge.cpu.number,
                    memory: charge.memory.count)
            })
    }
}

extension QuotaLimitModel {
    init(_ line: ReadQuota.Line) {
        let limit = line.limit
        let number = { (amount: Int64) in limit.measure == .cpu ? Double(amount) / 1000 : Double(amount) }
        let (source, group): (String, String?) =
            switch limit.source {
            case .settings: ("settings", nil)
            case .memberQuota(let group): ("member_quota", group)
            case .groupQuota(let group): ("quota", group)
            }
        self.init(
            measure: limit.measure.rawValue, limit: number(limit.most), used: number(line.used), servers: line.servers,
            source: source, group: group, explanation: limit.source.text)
    }
}
