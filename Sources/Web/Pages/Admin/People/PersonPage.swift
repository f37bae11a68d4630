import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// One person as admins see them: servers, groups, what they get and from where, and what can be done with the account.
struct PersonPage {
    let useCases: UseCases
    let pages: Pages

    static func path(_ name: UserName) -> String { "\(PeoplePage.path)/\(HubPaths.segment(name.value))" }

    func add(to router: Router<WebContext>) {
        let place = "\(PeoplePage.path)/:user"
        router.get(RouterPath(place), use: page)
        router.post(RouterPath("\(place)/join"), use: join)
        router.post(RouterPath("\(place)/leave"), use: leave)
        router.post(RouterPath("\(place)/logout"), use: logout)
        for deed in AccountDeed.allCases {
            router.post(RouterPath("\(place)/\(deed.rawValue)")) { request, context in
                try await perform(deed, request, context)
            }
        }
    }

    private struct Page {
        let place: String
        let name: String
        let standing: String
        let kind: String
        let about: String
        /// Whether they can log in.
        let active: Bool
        let problem: String?
        let servers: [Line]
        let groups: [Line]
        let others: [String]
        let terms: [PersonTerms.Line]
        let sessions: String
        let deeds: [Deed]
        /// Why nothing can be taken from the account.
        let guarded: String?
    }

    private struct Line {
        let href: String
        let label: String
        var shown: ServerState?
    }

    private struct Deed {
        let action: String
        let label: String
    }

    @Sendable private func page(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        return try await draw(context.pathUser(), by: principal)
    }

    private func draw(
        _ name: UserName, problem: Refusal? = nil, by principal: Principal
    ) async throws -> Response {
        let news = await useCases.news(of: name, by: principal)
        let user = try await useCases.manageUsers.one(name, by: principal)
        let groups = try await useCases.manageGroups.all(by: principal)
        let sessions = try await useCases.endSessions.all(of: name, by: principal)
        let page = try await page(of: user, groups, sessions, problem, by: principal)
        return pages.draw(
            .person, page,
            PageHead(title: name.value, viewer: principal, section: .admin, part: .people, news: news),
            status: problem?.kind.status ?? .ok)
    }

    private func page(
        of user: User, _ groups: [Group], _ sessions: [Session], _ problem: Refusal?, by principal: Principal
    ) async throws -> Page {
        let (name, origins) = (user.name, useCases.origins)
        let place = origins.path(Self.path(name))
        let servers = try await useCases.watchServer.all(of: name, by: principal)
        let isGuarded = try await useCases.manageUsers.isLastManager(user, by: principal)
        let deeds = AccountDeed.possible(for: user).filter { !isGuarded || !$0.change(purge: false).takesAway }
        return Page(
            place: place, name: name.value, standing: user.standing.word,
            kind: user.isActive ? "ready" : "failed",
            about: [user.isAdmin ? "admin" : "user", "since \(user.createdAt.forPages)", "uid \(user.uid)"]
                .joined(separator: ", "),
            active: user.isActive, problem: problem?.message,
            servers: servers.map { tracked in
                let page = HubPaths.serverPage(name.value, tracked.server.key.name.value)
                return Line(href: origins.path(page), label: tracked.title, shown: ServerState(tracked))
            },
            groups: user.groups.compactMap { try? GroupName($0) }.map {
                Line(href: origins.path(GroupPage.path($0)), label: $0.value)
            },
            others: groups.map(\.name.value).filter { !user.groups.contains($0) },
            terms: try await PersonTerms(of: user, groups, useCases, by: principal).lines,
            sessions: sessions.isEmpty
                ? "In no browser." : sessions.count == 1 ? "In 1 browser." : "In \(sessions.count) browsers.",
            deeds: deeds.map { Deed(action: "\(place)/\($0.rawValue)", label: $0.label) },
            guarded: isGuarded
                ? "This is the only admin: make another one first, to change that or to remove the account." : nil)
    }

    // MARK: Groups and sessions

    private struct GroupField: Decodable {
        var group: String
    }

    @Sendable private func join(_ request: Request, _ context: WebContext) async throws -> Response {
        try await change(request, context) { .join([$0]) }
    }

    @Sendable private func leave(_ request: Request, _ context: WebContext) async throws -> Response {
        try await change(request, context) { .leave([$0]) }
    }

    private func change(
        _ request: Request, _ context: WebContext, _ change: (UserName) -> GroupChange
    ) async throws -> Response {
        let principal = try context.requireAdmin()
        let name = try context.pathUser()
        let group = try GroupName(try await request.form(GroupField.self).group)
        _ = try await useCases.manageGroups.change(group, change(name), by: principal)
        return .seeOther(useCases.origins.path(Self.path(name)))
    }

    private struct LogoutFields: Decodable {
        var tokens: String?
    }

    @Sendable private func logout(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        let name = try context.pathUser()
        let fields = try await request.form(LogoutFields.self)
        _ = try await useCases.endSessions.everywhere(of: name, tokensToo: fields.tokens != nil, by: principal)
        return .seeOther(useCases.origins.path(Self.path(name)))
    }

    // MARK: The account

    private struct DeedFields: Decodable {
        /// Present once it was said what is lost.
        var sure: String?
        var purge: String?
    }

    private func perform(_ deed: AccountDeed, _ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        let name = try context.pathUser()
        let fields = try await request.form(DeedFields.self)
        guard fields.sure != nil || !deed.asks else {
            let user = try await useCases.manageUsers.one(name, by: principal)
            let servers = try await useCases.watchServer.all(of: name, by: principal)
            return deed.consequences(
                for: user, servers: servers.count, isOwn: name == principal.user.name,
                place: useCases.origins.path(Self.path(name))
            ).draw(pages, for: principal, in: .admin)
        }
        do {
            try await useCases.changeUser(
                name, deed.change(purge: fields.purge != nil), evenMyself: fields.sure != nil, by: principal)
        } catch let refusal as Refusal where refusal.kind == .conflict {
            return try await draw(name, problem: refusal, by: principal)
        }
        return .seeOther(useCases.origins.path(deed == .remove ? PeoplePage.path : Self.path(name)))
    }
}
