import Accounts
import Control
import GatewayControl
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// The page that opens a server: straight in when it runs, its progress while it starts, else the form to launch it.
/// It changes nothing by itself; its form launches, and comes back here.
struct OpenPage {
    let useCases: UseCases
    let pages: Pages

    func add(to router: Router<WebContext>) {
        for verb: RouterPath in ["open", "spawn", "spawn-pending"] {
            router.get("/hub/\(verb)/:user", use: open)
            router.get("/hub/\(verb)/:user/:server", use: open)
        }
        router.post("/hub/spawn/:user", use: launch)
        router.post("/hub/spawn/:user/:server", use: launch)
        router.get("/hub/user-redirect/**", use: openOwn)
    }

    /// `/hub/user-redirect/lab/tree/x.ipynb`: that path of whoever follows the link.
    @Sendable private func openOwn(_ request: Request, _ context: WebContext) throws -> Response {
        let (principal, _) = try context.requireSession()
        let path = request.uri.path.split(separator: "/").dropFirst(2).joined(separator: "/")
        let query = request.uri.query.map { "?\($0)" } ?? ""
        return .seeOther(useCases.origins.path(HubPaths.open(principal.user.name.value, path: path + query)))
    }

    @Sendable private func open(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, session) = try context.requireSession()
        let visit = Visit(key: try context.pathServer(), path: request.query("path"), principal: principal)
        // The way that most go, and the shortest.
        if try await find(visit)?.activity == .ready { return try await enter(visit, session) }
        let news = await useCases.news(of: visit.key.owner, by: principal)
        guard let tracked = try await find(visit) else { return await stopped(visit, nil, news) }
        switch tracked.activity {
        case .ready: return try await enter(visit, session)
        case .starting, .stopping: return await pending(visit, tracked, news)
        case .stopped: return await stopped(visit, tracked, news)
        }
    }

    @Sendable private func launch(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        let key = try context.pathServer(new: true)
        let fields = try await LaunchFields(request)
        let visit = Visit(key: key, path: Typed.text(fields.path), principal: principal)
        do {
            try await fields.launch(key, useCases, by: principal)
        } catch {
            let news = await useCases.news(of: key.owner, by: principal)
            return await stopped(visit, try await find(visit), news, fields, problem: try FormProblem(error))
        }
        return .seeOther(useCases.origins.path(fields.stay.next(key, after: .launched, path: visit.path)))
    }

    private struct Visit {
        let key: ServerKey
        let path: String?
        let principal: Principal

        /// This page again, below the base path.
        var page: String { HubPaths.open(key.owner.value, key.name.value, path: path) }
        var name: String { key.named(for: principal).capitalisedFirst }
    }

    /// The server; nil when one's own was never launched. Throws 403 for another's that is not visible, there or not.
    private func find(_ visit: Visit) async throws -> TrackedServer? {
        do {
            return try await useCases.watchServer(visit.key, by: visit.principal)
        } catch let refusal as Refusal where refusal.kind == .notFound {
            guard visit.principal.user.name == visit.key.owner else {
                throw Refusal(.forbidden, code: "not_yours", "\(visit.name) is another's, and you may not open it")
            }
            return nil
        }
    }

    private func enter(_ visit: Visit, _ session: Session) async throws -> Response {
        let ticket = try await useCases.manageSessions.makeTicket(
            for: visit.key, session: session, by: visit.principal)
        let origins = useCases.origins
        let next = origins.path(of: visit.key) + SafePath.withinServer(visit.path)
        let enter = "\(origins.notebooks(of: visit.key.owner))\(origins.path(GatewayPaths.enter))"
        return .seeOther(
            "\(enter)?ticket=\(HubPaths.queryValue(ticket))&next=\(HubPaths.queryValue(next))")
    }

    private struct Pending {
        let title: String
        let progress: ServerProgress?
        /// This page again.
        let open: String
        /// The server's own page.
        let page: String
        let stop: String?
    }

    private func pending(_ visit: Visit, _ tracked: TrackedServer, _ news: PageNews) async -> Response {
        let key = visit.key
        let origins = useCases.origins
        let isStarting = tracked.activity == .starting
        let title = "\(visit.name) is \(isStarting ? "starting" : "stopping")"
        let mayStop = isStarting && visit.principal.permissions.allows(.servers, server: key)
        let pending = Pending(
            title: title,
            progress: await ServerProgress(tracked, useCases, title: visit.name, opens: true, by: visit.principal),
            open: origins.path(visit.page), page: origins.path(HubPaths.serverPage(key.owner.value, key.name.value)),
            stop: mayStop ? EndPage.Ending.stop.action(key, origins) : nil)
        return pages.draw(
            .pending, pending,
            PageHead(
                title: title, viewer: visit.principal, section: .servers, refresh: 3, news: news))
    }

    private struct Stopped {
        let title: String
        let stopped: StoppedServer
        /// The server's own page; nil before it was launched.
        let page: String?
    }

    /// - Parameters:
    ///   - fields: what was filled in.
    ///   - problem: why it was not launched with that.
    private func stopped(
        _ visit: Visit, _ tracked: TrackedServer?, _ news: PageNews, _ fields: LaunchFields? = nil,
        problem: FormProblem? = nil
    ) async -> Response {
        let title = "\(visit.name) \(tracked?.hasFailed == true ? "failed" : "is not running")"
        let stopped = await StoppedServer(
            tracked, visit.key, path: visit.path, stay: fields?.stay, typed: fields, problem: problem, useCases,
            by: visit.principal)
        let page = tracked.map { _ in
            useCases.origins.path(HubPaths.serverPage(visit.key.owner.value, visit.key.name.value))
        }
        return pages.draw(
            .launch, Stopped(title: title, stopped: stopped, page: page),
            PageHead(
                title: title, viewer: visit.principal, section: .servers, news: news, owners: [visit.key.owner]),
            status: problem?.status ?? .ok)
    }
}
