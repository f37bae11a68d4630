import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// What was reserved and used.
struct LedgerRoutes {
    let useCases: UseCases

    func add(to router: Router<WebContext>) {
        router.get("/hub/api/usage", use: usage)
        router.get("/hub/api/usage/idle", use: idle)
        router.get("/hub/api/usage/defaults", use: defaults)
    }

    @Sendable private func usage(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let ask = try LedgerQuery(request, now: useCases.readUsage.now)
        let key = try ask.key(request)
        let query = UsageQuery(by: key, since: ask.since, until: ask.until, owner: ask.owner)
        let model = LedgerModel(try await useCases.readUsage(query, by: principal), by: key, ask)
        return try ask.answer(model, model.csv)
    }

    @Sendable private func idle(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let ask = try LedgerQuery(request, now: useCases.readUsage.now)
        let idle = try await useCases.readUsage.idle(
            since: ask.since, until: ask.until, owner: ask.owner, by: principal)
        let model = idle.map { IdleModel($0) }
        return try ask.answer(model, model.csv)
    }

    @Sendable private func defaults(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let ask = try LedgerQuery(request, now: useCases.readUsage.now)
        let fits = try await useCases.readUsage.fits(
            since: ask.since, until: ask.until, owner: ask.owner, by: principal)
        let model = DefaultsModel(fits)
        return try ask.answer(model, model.csv)
    }
}
