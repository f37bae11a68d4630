import Accounts
import Control
import HubAPI
import Hummingbird
import Servers

/// All servers as a table that the hub filters and cuts, so that ten thousand rows weigh no more than fifty.
struct FleetPage {
    let useCases: UseCases
    let pages: Pages

    func add(to router: Router<WebContext>) {
        router.get(RouterPath(AdminSection.fleet.path), use: page)
    }

    /// How many servers one page has.
    private static let length = 50

    private struct Page {
        let links: [AdminSection.Link]
        let place: String
        let query: String
        let rows: [Row]
        let position: String
        let previous: String?
        let next: String?
    }

    private struct Row {
        let name: String
        let page: String
        let state: ServerState
        let profile: String
        let cpu: String
        let memory: String
        let lastActivity: String?

        init(_ tracked: TrackedServer, _ useCases: UseCases) {
            let key = tracked.server.key
            name = key.description
            page = useCases.origins.path(HubPaths.serverPage(key.owner.value, key.name.value))
            state = ServerState(tracked)
            profile = tracked.server.spec?.profile.value ?? ""
            let meters = ServerMeter.all(of: tracked, useCases)
            let figure = { (measure: String) in
                meters.first { $0.measure == measure }.map { "\($0.used) of \($0.most)" } ?? ""
            }
            cpu = figure("cpu")
            memory = figure("memory")
            lastActivity = tracked.lastActivity?.forPages
        }
    }

    @Sendable private func page(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        let query = request.query("q") ?? ""
        let offset = try request.integer("offset", atLeast: 0) ?? 0
        let all = try await useCases.watchServer.all(of: nil, by: principal).filter {
            query.isEmpty || $0.server.key.description.contains(query.lowercased())
        }
        let shown = all.dropFirst(offset).prefix(Self.length)
        let page = Page(
            links: AdminSection.fleet.links(useCases.origins), place: useCases.origins.path(HubPaths.adminPage),
            query: query, rows: shown.map { Row($0, useCases) },
            position: shown.isEmpty ? "No server" : "\(offset + 1) to \(offset + shown.count) of \(all.count)",
            previous: offset > 0 ? link(query, max(0, offset - Self.length)) : nil,
            next: offset + shown.count < all.count ? link(query, offset + Self.length) : nil)
        return pages.draw(
            .fleet, page,
            PageHead(
                title: "Fleet", viewer: principal, section: .admin,
                events: useCases.origins.path(HubPaths.news(of: nil)), width: .wide))
    }

    private func link(_ query: String, _ offset: Int) -> String {
        "\(useCases.origins.path(HubPaths.adminPage))?q=\(HubPaths.queryValue(query))&offset=\(offset)"
    }
}
