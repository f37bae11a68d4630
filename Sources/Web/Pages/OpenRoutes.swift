import Accounts
import Control
import GatewayControl
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// The page that opens a server: straight in when it runs, its progress while it starts, else the form to launch it.
/// It changes nothing by itself.
struct OpenRoutes {
    let useCases: UseCases
    let pages: Pages

    func add(to router: Router<WebContext>) {
        for verb: RouterPath in ["open", "spawn", "spawn-pending"] {
            router.get("/hub/\(verb)/:user", use: open)
            router.get("/hub/\(verb)/:user/:server", use: open)
        }
        router.get("/hub/user-redirect/**", use: openOwn)
    }

    /// How many lines of its log a failed server's page shows.
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
            return launch(visit, nil, "It has not been launched yet.")
        }
        switch tracked.activity {
        case .ready: return try await enter(visit, session)
        case .starting, .stopping: return pending(visit, tracked)
        case .stopped:
            if tracked.hasFailed { return await failed(visit, tracked) }
            let reason = tracked.current?.reason.map { "Last time: \($0.sentence)." }
            return launch(visit, tracked, reason ?? "It is not running.")
        }
    }

    private struct Visit {
        let key: ServerKey
        let path: String?
        let principal: Principal

        /// This page again, below the base path.
        var page: String { HubPaths.open(key.owner.value, key.name.value, path: path) }
        var name: String { key.name.isDefault ? "The server of \(key.owner)" : "The server \(key)" }
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
        let progress: String
        let open: String
        let percent: Int
        let message: String
        let stop: String?
    }

    private func pending(_ visit: Visit, _ tracked: TrackedServer) -> Response {
        let key = visit.key
        let origins = useCases.origins
        let progress = useCases.watchServer.progress(of: tracked)
        let isStarting = tracked.activity == .starting
        let title = "\(visit.name) is \(isStarting ? "starting" : "stopping")"
        let mayStop = isStarting && visit.principal.permissions.allows(.servers, server: key)
        let pending = Pending(
            title: title, progress: origins.path(HubPaths.progress(key.owner.value, key.name.value)),
            open: origins.path(visit.page),
            percent: progress.percent, message: progress.message,
            stop: mayStop ? origins.path(HubPaths.stop(key.owner.value, key.name.value)) : nil)
        return pages.draw(
            .pending, pending, title: title, user: visit.principal.user.name, refresh: 3, script: true)
    }

    private struct Launch {
        let title: String
        let message: String
        let log: String?
        let form: LaunchForm?
    }

    private func launch(_ visit: Visit, _ tracked: TrackedServer?, _ message: String) -> Response {
        let title = "\(visit.name) is not running"
        let model = Launch(title: title, message: message, log: nil, form: form(visit, tracked))
        return pages.draw(
            .launch, model, title: title, user: visit.principal.user.name, owners: [visit.key.owner])
    }

    private func failed(_ visit: Visit, _ tracked: TrackedServer) async -> Response {
        let log = (try? await useCases.readLog(visit.key, by: visit.principal)) ?? []
        let lines = String(decoding: LogTail.lines(Self.logLines, of: log), as: UTF8.self).printable
        let title = "\(visit.name) failed"
        let model = Launch(
            title: title, message: tracked.failure, log: lines.isEmpty ? nil : lines, form: form(visit, tracked))
        return pages.draw(
            .failed, model, title: title, user: visit.principal.user.name, owners: [visit.key.owner])
    }

    /// The form, for those who may launch it.
    private func form(_ visit: Visit, _ tracked: TrackedServer?) -> LaunchForm? {
        guard visit.principal.permissions.allows(.servers, server: visit.key) else { return nil }
        return LaunchForm(
            action: useCases.origins.path(HubPaths.spawn(visit.key.owner.value, visit.key.name.value)), named: false,
            path: visit.path, useCases, for: visit.principal.user, last: tracked?.server.spec?.profile)
    }
}

extension String {
    /// Without control characters other than line feeds and tabs: what a program wrote for a terminal, for a page.
    fileprivate var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.filter {
                    $0 == "\n" || $0 == "\t" || ($0.value >= 0x20 && !(0x7f...0x9f).contains($0.value))
                }))
    }
}
