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
        _ fields: RequestFields, problem: FormProblem? = nil, by principal: Principal
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
            toDecide.append(RequestCard(request, of: server, place: place, viewer: principal))
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
            status: problem?.status ?? .ok)
    }

    @Sendable private func make(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        let fields = try await request.form(RequestFields.self)
        do {
            let name = try LaunchFields.given(fields.server).map { try ServerName($0) } ?? .default
            _ = try await useCases.makeRequest(
                ServerKey(owner: principal.user.name, name: name), try fields.ask(), by: principal)
        } catch {
            guard let problem = FormProblem(error) else { throw error }
            return try await draw(fields, problem: problem, by: principal)
        }
        return .seeOther(place)
    }

    @Sendable private func withdraw(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        try await useCases.manageRequests.withdraw(context.pathRequest(), by: principal)
        return .seeOther(place)
    }

    private struct Decision: Decodable {
        var note: String?

        func text() throws -> RequestText { try RequestText(note ?? "", field: "note") }
    }

    @Sendable private func approve(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        let note = try await request.form(Decision.self).text()
        _ = try await useCases.decideRequest.approve(
            context.pathRequest(), DecideRequest.Terms(note: note), by: principal)
        return .seeOther(place)
    }

    @Sendable private func deny(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        let note = try await request.form(Decision.self).text()
        _ = try await useCases.decideRequest.deny(context.pathRequest(), note: note, by: principal)
        return .seeOther(place)
    }
}
