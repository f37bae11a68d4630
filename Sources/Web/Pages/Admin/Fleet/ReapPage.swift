import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// Stops the idle ones of the servers that a filter finds: shows first which, and why, and why the others stay; then what
/// became of each. What is shown is what is done.
struct ReapPage {
    let useCases: UseCases
    let pages: Pages

    private static let path = "\(HubPaths.adminPage)/reap"

    func add(to router: Router<WebContext>) {
        router.get(RouterPath(Self.path), use: preview)
        router.post(RouterPath(Self.path), use: reap)
    }

    /// The page that shows what a reap of the servers of `filter` would do.
    static func place(_ filter: String) -> String { "\(path)?filter=\(HubPaths.queryValue(filter))" }

    private struct Fields: Decodable {
        var filter: String
        /// After how long without activity; empty: as policies say.
        var idle: String?
        var expected: Int = 0

        /// Throws `InvalidValue`.
        func order() throws -> ReapOrder {
            let timeout = try Typed.text(idle).map { try WrittenDuration.read($0, field: "idle") }
            return ReapOrder(timeout: timeout, filter: try FleetFilter(filter))
        }
    }

    @Sendable private func preview(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        let fields = Fields(filter: request.words("filter") ?? "", idle: request.words("idle"))
        do {
            return try await preview(fields, by: principal)
        } catch let invalid as InvalidValue where invalid.field == "idle" {
            let problem = try FormProblem(invalid)
            return list("Reap idle servers", fields, problem).draw(pages, by: principal, status: problem.status)
        }
    }

    private func preview(
        _ fields: Fields, problem: String? = nil, status: HTTPResponse.Status = .ok, by principal: Principal
    ) async throws -> Response {
        let all = try await useCases.reapServers.dryRun(try fields.order(), by: principal)
        let due = all.filter { $0.step == .stop }
        let what = due.count == 1 ? "1 idle server" : "\(due.count) idle servers"
        var list = list(
            due.isEmpty ? "No idle server" : "Stop \(what)?", fields, servers: .init(due, Self.line),
            others: .init(all.filter { $0.step != .stop }, Self.line))
        list.problem = problem
        if !due.isEmpty {
            list.lead =
                "Files are kept; what these have in memory is lost. Each is looked at once more before its stop."
            list.form = ServerList.Form(
                action: useCases.origins.path(Self.path), idle: Typed.text(fields.idle), expected: due.count,
                label: "Stop \(what)")
        }
        return list.draw(pages, by: principal, status: status)
    }

    private func list(
        _ title: String, _ fields: Fields, _ problem: FormProblem? = nil, servers: ServerList.Part = .init(),
        others: ServerList.Part = .init()
    ) -> ServerList {
        ServerList(
            title: title, filter: fields.filter,
            idle: ServerList.Idle(
                action: useCases.origins.path(Self.path),
                field: TextField(
                    "Idle for at least", "idle", fields.idle, hint: "as policies say, or 2h",
                    error: problem?.with("idle"))),
            servers: servers, others: others)
    }

    private static func line(_ candidate: ReapCandidate) -> ServerList.Line {
        let told =
            switch candidate.step {
            case .warn: "its people are told that it will be stopped: "
            case .takeBack: "its people are told that it stays: "
            case .nothing, .stop: ""
            }
        return ServerList.Line(
            name: candidate.entry.key.description,
            detail: told + candidate.verdict.sentences.joined(separator: "; "))
    }

    @Sendable private func reap(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        let fields = try await request.form(Fields.self)
        let outcomes: [ReapOutcome]
        do {
            outcomes = try await useCases.reapServers(try fields.order(), atMost: fields.expected, by: principal)
        } catch let refusal as Refusal where refusal.kind == .conflict {
            return try await preview(
                fields, problem: "\(refusal.message).", status: .conflict, by: principal)
        }
        return ServerList(
            title: "What became of them", filter: fields.filter,
            servers: .init(outcomes) { .init(name: $0.server.description, detail: Self.words($0)) }
        ).draw(pages, by: principal)
    }

    private static func words(_ outcome: ReapOutcome) -> String {
        let why = outcome.verdict.map { ": \($0.sentences.joined(separator: "; "))" } ?? ""
        return switch outcome.result {
        case .stopped: "stopping\(why)"
        case .warned: "told\(why)"
        case .takenBack: "told that it stays\(why)"
        case .spared: "spared\(why)"
        case .failed: "not stopped: it could not be written; the next time does it"
        }
    }
}
