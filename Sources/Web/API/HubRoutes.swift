import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// What is asked of the hub as a whole.
struct HubRoutes {
    let useCases: UseCases
    let configuration: WebConfiguration

    func add(to router: Router<WebContext>) {
        router.get("/hub/api", use: version)
        router.get("/hub/api/info", use: info)
        router.get("/hub/metrics", use: metrics)
        router.get("/hub/api/openapi.json", use: document)
        router.get("/hub/api/proxy", use: proxy)
    }

    @Sendable private func version(_ request: Request, _ context: WebContext) throws -> Response {
        var response = try Response.json(VersionModel(version: VersionModel.matched))
        response.headers[.accessControlAllowOrigin] = "*"
        return response
    }

    @Sendable private func info(_ request: Request, _ context: WebContext) throws -> Response {
        try context.requirePrincipal().require(.readHub)
        let engine = useCases.readHealth.host?.name ?? "unknown"
        return try .json(
            InfoModel(
                berthVersion: configuration.version, spawner: .init(name: "berth", version: engine),
                authenticator: .init(name: "berth", version: configuration.version)))
    }

    @Sendable private func metrics(_ request: Request, _ context: WebContext) async throws -> Response {
        try context.requirePrincipal().require(.readMetrics)
        return .text(await configuration.metrics(), type: "text/plain; version=0.0.4; charset=utf-8")
    }

    @Sendable private func document(_ request: Request, _ context: WebContext) throws -> Response {
        try .json(OpenAPIDocument.make(version: configuration.version, server: useCases.origins.url("")))
    }

    @Sendable private func proxy(_ request: Request, _ context: WebContext) async throws -> Response {
        try context.requirePrincipal().require(.proxy)
        let all = try await useCases.watchServer.all(of: nil, by: context.requirePrincipal())
        let routes = all.filter { $0.activity == .ready }.compactMap { tracked -> RouteModel? in
            guard let endpoint = tracked.current?.endpoint else { return nil }
            let key = tracked.server.key
            return RouteModel(
                routespec: useCases.origins.path(of: key), target: "http://\(endpoint.host):\(endpoint.port)",
                data: .init(user: key.owner.value, serverName: key.name.value))
        }
        let sorted = routes.sorted { $0.routespec < $1.routespec }
        return try PageQuery(request).answer(sorted, origins: useCases.origins) { part in
            Dictionary(part.map { ($0.routespec, $0) }) { first, _ in first }
        }
    }
}
