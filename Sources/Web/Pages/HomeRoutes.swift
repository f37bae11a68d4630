import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// The page with one's servers, and the forms that launch them.
struct HomeRoutes {
    let useCases: UseCases
    let pages: Pages

    func add(to router: Router<WebContext>) {
        router.get("/hub", use: home)
        for alias: RouterPath in ["/hub/home", "/hub/spawn"] {
            router.get(alias) { _, _ in Response.seeOther(useCases.origins.path("/hub/")) }
        }
        router.post("/hub/spawn", use: launchNamed)
        router.post("/hub/spawn/:user", use: launch)
        router.post("/hub/spawn/:user/:server", use: launch)
    }

    private struct Home {
        let servers: [Row]
        let form: LaunchForm?
        let another: Bool
    }

    private struct Row {
        let title: String
        let state: String
        let stateClass: String
        let detail: String
        let open: String
        let openLabel: String
        let endings: [Ending]

        struct Ending {
            let label: String
            let action: String
        }

        init(_ tracked: TrackedServer, _ origins: Origins) {
            let key = tracked.server.key
            let shown = FleetServer(tracked, origins: origins)
            let activity = tracked.activity
            title = shown.displayName ?? (key.name.isDefault ? "Default server" : key.name.value)
            state = activity == .ready && !shown.healthy ? "\(shown.shown), not answering" : shown.shown
            stateClass = shown.shown == "Failed" ? "failed" : activity.rawValue
            let figures = shown.resources.map {
                "\(shown.profile ?? ""): \(Cores(thousandths: Int($0.cpu * 1000))) cores, \(Bytes($0.memory))"
            }
            detail = activity == .stopped ? (shown.message ?? "") : (figures ?? "")
            open = origins.path(HubPaths.open(key.owner.value, key.name.value))
            openLabel = activity == .ready ? "Open" : activity == .stopped ? "Launch" : "Progress"
            let possible: [EndRoutes.Ending] =
                switch activity {
                case .ready: [.stop, .restart]
                case .starting: [.stop]
                case .stopped: key.name.isDefault ? [] : [.remove]
                case .stopping: []
                }
            endings = possible.map { Ending(label: $0.label, action: $0.action(key, origins)) }
        }
    }

    @Sendable private func home(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        let servers = try await useCases.watchServer.all(of: principal.user.name, by: principal)
        let form = LaunchForm(
            action: useCases.origins.path("/hub/spawn"), named: true, path: nil, useCases, for: principal.user)
        let home = Home(
            servers: servers.map { Row($0, useCases.origins) }, form: form.profiles.isEmpty ? nil : form,
            another: !servers.isEmpty)
        return pages.draw(
            .home, home, title: "Your servers", user: principal.user.name, owners: [principal.user.name])
    }

    @Sendable private func launchNamed(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        let fields = try await LaunchFields(request)
        let name = try LaunchFields.given(fields.name).map { try ServerName($0) } ?? .default
        return try await launch(ServerKey(owner: principal.user.name, name: name), fields, principal)
    }

    @Sendable private func launch(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        return try await launch(context.pathServer(new: true), LaunchFields(request), principal)
    }

    /// Launches and goes on to the page that opens the server; one that runs already is simply opened.
    private func launch(_ key: ServerKey, _ fields: LaunchFields, _ principal: Principal) async throws -> Response {
        do {
            _ = try await useCases.launchServer(key, options: fields.options(), by: principal)
        } catch let refusal as Refusal where ["already_running", "launch_conflict"].contains(refusal.code) {
            // It is there or on its way: what was wanted.
        }
        return .seeOther(
            useCases.origins.path(
                HubPaths.open(key.owner.value, key.name.value, path: LaunchFields.given(fields.path))))
    }
}
