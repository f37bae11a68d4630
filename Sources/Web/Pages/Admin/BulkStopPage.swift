import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// Stops all servers that a filter finds: shows first which, and how many; then what became of each.
struct BulkStopPage {
    let useCases: UseCases
    let pages: Pages

    private static let path = "\(HubPaths.adminPage)/stop"

    func add(to router: Router<WebContext>) {
        router.get(RouterPath(Self.path), use: ask)
        router.post(RouterPath(Self.path), use: stop)
    }

    /// The page that asks about the servers of `filter`.
    static func place(_ filter: String) -> String { "\(path)?filter=\(HubPaths.queryValue(filter))" }

    /// How many it names.
    private static let named = 100

    private struct Page {
        let links: [AdminSection.Link]
        let title: String
        let filter: String
        let action: String
        let back: String
        /// How many are expected to be stopped; nil once that was done.
        let count: Int?
        let label: String
        let servers: [Line]
        /// How many more there are than are named.
        let more: Int?
    }

    private struct Line {
        let name: String
        let detail: String
    }

    @Sendable private func ask(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        let filter = request.words("filter") ?? ""
        let found = try await useCases.listFleet(try FleetFilter(filter).and(.stoppable), by: principal)
        let what = found.count == 1 ? "1 server" : "\(found.count) servers"
        let lines = found.map { Line(name: $0.key.description, detail: $0.status?.shown.word ?? "") }
        return draw("Stop \(what)?", filter, lines, count: found.count, label: "Stop \(what)", by: principal)
    }

    private struct Fields: Decodable {
        var filter: String
        var expected: Int
    }

    @Sendable private func stop(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        let fields = try await request.form(Fields.self)
        let stopped = try await useCases.stopServers(
            try FleetFilter(fields.filter), expected: fields.expected, by: principal)
        let lines = stopped.map { one in
            let detail =
                switch one.outcome {
                case .success(.stopping): "stopping"
                case .success(.alreadyStopped): "had stopped already"
                case .failure(let refusal): "not stopped: \(refusal.message)"
                }
            return Line(name: one.server.description, detail: detail)
        }
        return draw("What became of them", fields.filter, lines, count: nil, label: "", by: principal)
    }

    private func draw(
        _ title: String, _ filter: String, _ lines: [Line], count: Int?, label: String, by principal: Principal
    ) -> Response {
        let origins = useCases.origins
        let page = Page(
            links: AdminSection.fleet.links(origins), title: title, filter: filter, action: origins.path(Self.path),
            back: FleetPlace(path: origins.path(HubPaths.adminPage), filter: filter, sort: "", offset: 0).at(0),
            count: count == 0 ? nil : count, label: label, servers: Array(lines.prefix(Self.named)),
            more: lines.count > Self.named ? lines.count - Self.named : nil)
        return pages.draw(
            .bulk, page, PageHead(title: title, viewer: principal, section: .admin, width: .wide))
    }
}
