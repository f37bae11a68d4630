import Accounts
import Control
import Foundation
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// The page where more than a ceiling is asked for, where the answer is seen, and where admins decide.
struct RequestsPage {
    let useCases: UseCases
    let pages: Pages

    func add(to router: Router<WebContext>) {
        router.get("/hub/requests", use: page)
        router.post("/hub/requests", use: make)
        router.post("/hub/requests/:id/withdraw", use: withdraw)
        router.post("/hub/requests/:id/approve", use: approve)
        router.post("/hub/requests/:id/deny", use: deny)
    }

    /// The page with its form filled in for a server.
    static func asking(_ key: ServerKey, memory: Bytes?) -> String {
        let size = memory.map { "&memory=\(HubPaths.queryValue($0.option))" } ?? ""
        return "\(HubPaths.requestsPage)?server=\(HubPaths.queryValue(key.name.value))\(size)#ask"
    }

    private var place: String { useCases.origins.path(HubPaths.requestsPage) }

    private struct Page {
        let toDecide: [RequestCard]
        let decides: Bool
        /// What nobody has been promised, for who decides; nil while it is not known.
        let free: String?
        let own: [RequestCard]
        let form: RequestForm
    }

    @Sendable private func page(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        let fields = RequestFields(
            server: request.query("server"), cpu: request.query("cpu"), memory: request.query("memory"))
        return try await draw(fields, by: principal)
    }

    private func draw(
        _ fields: RequestFields, problem: FormProblem? = nil, sent: DecisionSent? = nil, by principal: Principal
    ) async throws -> Response {
        let name = principal.user.name
        let decides = principal.permissions.allows(.adminServers)
        let news = await useCases.news(of: decides ? nil : name, by: principal)
        let all = try await useCases.manageRequests.all(by: principal)
        let pending = decides ? all.filter { $0.state.word == .pending } : []
        let servers = try await useCases.watchServer.all(of: name, by: principal).map(\.server.key)
        var toDecide: [RequestCard] = []
        for request in pending.reversed() {
            let server = try? await useCases.watchServer(request.server, by: principal)
            toDecide.append(
                RequestCard(
                    request, of: server, place: place, viewer: principal, sent: request.id == sent?.id ? sent : nil))
        }
        let page = Page(
            toDecide: toDecide, decides: decides,
            free: toDecide.isEmpty ? nil : try? await useCases.readCapacity(by: principal).freeWords,
            own: all.filter { $0.server.owner == name }.map { RequestCard($0, place: place, viewer: principal) },
            form: RequestForm(fields, servers: servers, place: place, problem: problem))
        return pages.draw(
            .requests, page,
            PageHead(
                title: "Requests", viewer: principal, section: .requests,
                news: news),
            status: problem?.status ?? sent?.problem.status ?? .ok)
    }

    @Sendable private func make(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        let fields = try await request.form(RequestFields.self)
        do {
            let name = try Typed.text(fields.server).map { try ServerName($0) } ?? .default
            _ = try await useCases.makeRequest(
                ServerKey(owner: principal.user.name, name: name), try fields.ask(), by: principal)
        } catch {
            return try await draw(fields, problem: try FormProblem(error), by: principal)
        }
        return .seeOther(place)
    }

    @Sendable private func withdraw(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        try await useCases.manageRequests.withdraw(context.pathRequest(), by: principal)
        return .seeOther(place)
    }

    private struct DecisionFields: Decodable {
        var note: String?
    }

    @Sendable private func approve(_ request: Request, _ context: WebContext) async throws -> Response {
        try await decide(request, context) { id, note, principal in
            _ = try await useCases.decideRequest.approve(id, DecideRequest.Terms(note: note), by: principal)
        }
    }

    @Sendable private func deny(_ request: Request, _ context: WebContext) async throws -> Response {
        try await decide(request, context) { id, note, principal in
            _ = try await useCases.decideRequest.deny(id, note: note, by: principal)
        }
    }

    private func decide(
        _ request: Request, _ context: WebContext,
        _ decide: (Servers.RequestID, RequestText, Principal) async throws -> Void
    ) async throws -> Response {
        let (principal, _) = try context.requireSession()
        let id = try context.pathRequest()
        let note = try await request.form(DecisionFields.self).note ?? ""
        do {
            try await decide(id, RequestText(note, field: "note"), principal)
        } catch let refusal as Refusal where refusal.code == "already_decided" {
            // There is no form of it any more.
            throw refusal
        } catch {
            let sent = DecisionSent(id: id, note: note, problem: try FormProblem(error, of: "note"))
            return try await draw(RequestFields(), sent: sent, by: principal)
        }
        return .seeOther(place)
    }
}

/// What was sent to decide a request, and why it was not decided.
struct DecisionSent {
    let id: Servers.RequestID
    let note: String
    let problem: FormProblem
}
