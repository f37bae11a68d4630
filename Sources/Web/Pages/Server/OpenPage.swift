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

    /// How many lines of its log the page of a server that ended by itself shows.
    private static let logLines = 30

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
        guard let tracked = try await find(visit) else {
            return await ended(visit, nil)
        }
        switch tracked.activity {
        case .ready: return try await enter(visit, session)
        case .starting, .stopping: return await pending(visit, tracked)
        case .stopped: return await ended(visit, tracked)
        }
    }

    @Sendable private func launch(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        let key = try context.pathServer(new: true)
        let fields = try await LaunchFields(request)
        let visit = Visit(key: key, path: LaunchFields.given(fields.path), principal: principal)
        do {
            try await fields.launch(key, useCases, by: principal)
        } catch {
            guard let problem = FormProblem(error) else { throw error }
            return await ended(visit, try await find(visit), fields, problem: problem)
        }
        return .seeOther(useCases.origins.path(visit.page))
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

    private func pending(_ visit: Visit, _ tracked: TrackedServer) async -> Response {
        let key = visit.key
        let origins = useCases.origins
        let news = await useCases.news(of: key.owner, by: visit.principal)
        let isStarting = tracked.activity == .starting
        let title = "\(visit.name) is \(isStarting ? "starting" : "stopping")"
        let mayStop = isStarting && visit.principal.permissions.allows(.servers, server: key)
        let pending = Pending(
            title: title,
            progress: await ServerProgress(
                tracked, useCases, title: visit.name, next: origins.path(visit.page), by: visit.principal),
            open: origins.path(visit.page), page: origins.path(HubPaths.serverPage(key.owner.value, key.name.value)),
            stop: mayStop ? EndPage.Ending.stop.action(key, origins) : nil)
        return pages.draw(
            .pending, pending,
            PageHead(
                title: title, viewer: visit.principal, section: .servers, refresh: 3,
                news: news))
    }

    private struct Ended {
        let title: String
        let message: String
        /// What was found out of it beside.
        let detail: String?
        /// What can be done about it.
        let advice: String?
        let log: String?
        /// The server's own page; nil before it was launched.
        let page: String?
        let again: Again?
        let form: LaunchForm?
        /// Whether the form is the other way to start it.
        let second: Bool

        /// One click that launches it as it was last.
        struct Again {
            let action: String
            let path: String?
            let options: String
        }
    }

    /// Why it does not run, with the last lines of its log where it ended by itself, and the way to start it.
    ///
    /// - Parameters:
    ///   - fields: what was filled in.
    ///   - problem: why it was not launched with that.
    private func ended(
        _ visit: Visit, _ tracked: TrackedServer?, _ fields: LaunchFields? = nil, problem: FormProblem? = nil
    ) async -> Response {
        let title = "\(visit.name) \(tracked?.hasFailed == true ? "failed" : "is not running")"
        let form = await self.form(visit, tracked, fields, problem)
        let again = form.flatMap { self.again(visit, tracked, $0) }
        let failure = tracked?.hasFailed == true ? tracked?.current : nil
        let message = failure?.reason.map { "It ended: \($0.sentence)." } ?? tracked?.lastEnd
        let ended = Ended(
            title: title, message: message ?? "It has not been launched yet.", detail: failure?.message,
            advice: form == nil ? nil : tracked?.current?.reason?.advice,
            log: tracked?.endedByItself == true ? await lastLines(visit) : nil,
            page: tracked.map { _ in
                useCases.origins.path(HubPaths.serverPage(visit.key.owner.value, visit.key.name.value))
            }, again: again, form: form, second: again != nil)
        return pages.draw(
            .launch, ended,
            PageHead(title: title, viewer: visit.principal, section: .servers, owners: [visit.key.owner]),
            status: problem?.status ?? .ok)
    }

    /// Nil where there are none, or whoever looks may not read them.
    private func lastLines(_ visit: Visit) async -> String? {
        guard let log = try? await useCases.readLog(visit.key, by: visit.principal), !log.isEmpty else { return nil }
        return String(decoding: LogTail.lines(Self.logLines, of: log), as: UTF8.self).printable
    }

    /// Nil where it was never launched, or its profile cannot be had any more: then one must be chosen.
    private func again(_ visit: Visit, _ tracked: TrackedServer?, _ form: LaunchForm) -> Ended.Again? {
        guard let server = tracked?.server, let spec = server.spec,
            form.profiles.contains(where: { $0.id == (server.options.profile ?? spec.profile).value })
        else { return nil }
        return Ended.Again(
            action: form.action, path: visit.path,
            options: server.nextOptions.map { "as chosen: \($0.chosen)" } ?? spec.figures)
    }

    /// The form, for those who may launch it.
    private func form(
        _ visit: Visit, _ tracked: TrackedServer?, _ fields: LaunchFields?, _ problem: FormProblem?
    ) async -> LaunchForm? {
        guard visit.principal.permissions.allows(.servers, server: visit.key) else { return nil }
        return await LaunchForm(
            action: useCases.origins.path(HubPaths.spawn(visit.key.owner.value, visit.key.name.value)),
            path: visit.path,
            useCases, for: visit.principal, last: tracked?.server.spec?.profile, typed: fields, problem: problem)
    }
}

extension String {
    /// Without control characters other than line feeds and tabs: what a program wrote for a terminal, for a page.
    var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.filter {
                    $0 == "\n" || $0 == "\t" || ($0.value >= 0x20 && !(0x7f...0x9f).contains($0.value))
                }))
    }
}
