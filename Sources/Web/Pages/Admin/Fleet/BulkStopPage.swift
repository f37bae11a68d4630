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

    @Sendable private func ask(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        return try await ask(request.words("filter") ?? "", by: principal)
    }

    private func ask(
        _ filter: String, problem: String? = nil, status: HTTPResponse.Status = .ok, by principal: Principal
    ) async throws -> Response {
        let found = try await useCases.listFleet(try FleetFilter(filter).and(.stoppable), by: principal)
        let what = found.count == 1 ? "1 server" : "\(found.count) servers"
        let form = ServerList.Form(
            action: useCases.origins.path(Self.path), expected: found.count, label: "Stop \(what)")
        return ServerList(
            title: "Stop \(what)?", filter: filter,
            lead: "Files are kept; what these have in memory, and what they compute now, is lost.", problem: problem,
            servers: .init(found) { .init(name: $0.key.description, detail: $0.status?.shown.word ?? "") },
            form: found.isEmpty ? nil : form
        ).draw(pages, by: principal, status: status)
    }

    private struct Fields: Decodable {
        var filter: String
        var expected: Int
    }

    @Sendable private func stop(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        let fields = try await request.form(Fields.self)
        let stopped: [StopServers.Stopped]
        do {
            stopped = try await useCases.stopServers(
                try FleetFilter(fields.filter), expected: fields.expected, by: principal)
        } catch let refusal as Refusal where refusal.kind == .conflict {
            return try await ask(
                fields.filter, problem: "There are others by now than you saw: nothing was stopped. Look again.",
                status: .conflict, by: principal)
        }
        let lines = ServerList.Part(stopped) { one in
            let detail =
                switch one.outcome {
                case .success(.stopping): "stopping"
                case .success(.alreadyStopped): "had stopped already"
                case .failure(let refusal): "not stopped: \(refusal.message)"
                }
            return ServerList.Line(name: one.server.description, detail: detail)
        }
        return ServerList(title: "What became of them", filter: fields.filter, servers: lines)
            .draw(pages, by: principal)
    }
}
