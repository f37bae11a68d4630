import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// The page with one's servers, and the forms that launch them: whoever has scripts stays here and sees a launch go on, until
/// it is done and this page opens the server.
struct HomePage {
    let useCases: UseCases
    let pages: Pages

    func add(to router: Router<WebContext>) {
        router.get("/hub", use: home)
        router.post("/hub", use: launch)
        for alias: RouterPath in ["/hub/home", "/hub/spawn"] {
            router.get(alias) { _, _ in Response.seeOther(place) }
        }
    }

    private var place: String { useCases.origins.path("/hub/") }

    private struct Home {
        /// Where its forms lead.
        let place: String
        let servers: [ServerCard]
        /// Whether one of them can be opened: then that matters more than to launch others.
        let lively: Bool
        let form: LaunchForm?
        /// Whether the form is for one more beside those there are: then it is out of the way.
        let another: Bool
        /// Why a server of the list was not launched.
        let refusal: String?
    }

    @Sendable private func home(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        return try await draw(launched: request.query(ServerDeed.launched.rawValue), by: principal)
    }

    /// - Parameters:
    ///   - launched: the name of the server that is opened once it runs, or has failed: then that says why.
    ///   - fields: what was filled in.
    private func draw(
        launched: String? = nil, _ fields: LaunchFields? = nil, problem: FormProblem? = nil, by principal: Principal
    ) async throws -> Response {
        let name = principal.user.name
        let news = await useCases.news(of: name, by: principal)
        let servers = try await useCases.watchServer.all(of: name, by: principal)
        if let launched, let server = servers.first(where: { $0.server.key.name.value == launched }),
            server.activity == .ready || server.hasFailed
        {
            return .seeOther(useCases.origins.path(HubPaths.open(name.value, launched)))
        }
        let refused = await useCases.whyNoneStarts()
        let isOfForm = fields?.profile != nil
        let form = await LaunchForm(
            action: place, named: !servers.isEmpty, stay: .home, refused: refused, useCases, for: principal,
            typed: isOfForm ? fields : nil, problem: isOfForm ? problem : nil)
        var cards: [ServerCard] = []
        for server in servers {
            cards.append(
                await ServerCard(
                    server, useCases, isOff: refused != nil, opens: server.server.key.name.value == launched,
                    by: principal))
        }
        let home = Home(
            place: place, servers: cards, lively: cards.contains { $0.open != nil },
            form: form.profiles.isEmpty ? nil : form, another: !servers.isEmpty,
            refusal: isOfForm ? nil : problem?.beside([]))
        return pages.draw(
            .home, home,
            PageHead(
                title: "Your servers", viewer: principal, section: .servers,
                news: news, owners: [name]),
            status: problem?.status ?? .ok)
    }

    @Sendable private func launch(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        let fields = try await LaunchFields(request)
        do {
            let key = ServerKey(owner: principal.user.name, name: try fields.server())
            try await fields.launch(key, useCases, by: principal)
            return .seeOther(useCases.origins.path(fields.stay.next(key, after: .launched)))
        } catch {
            return try await draw(fields, problem: try FormProblem(error), by: principal)
        }
    }
}
