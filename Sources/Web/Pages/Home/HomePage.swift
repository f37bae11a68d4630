import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// The page with one's servers, and the forms that launch them.
struct HomePage {
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
        let servers: [ServerCard]
        let form: LaunchForm?
        /// Whether the form is for one more beside those there are: then it is out of the way.
        let another: Bool
    }

    @Sendable private func home(_ request: Request, _ context: WebContext) async throws -> Response {
        let (principal, _) = try context.requireSession()
        let name = principal.user.name
        let servers = try await useCases.watchServer.all(of: name, by: principal)
        let form = await LaunchForm(
            action: useCases.origins.path("/hub/spawn"), named: !servers.isEmpty, path: nil, useCases, for: principal)
        let home = Home(
            servers: servers.map { ServerCard($0, useCases) }, form: form.profiles.isEmpty ? nil : form,
            another: !servers.isEmpty)
        return pages.draw(
            .home, home,
            PageHead(
                title: "Your servers", viewer: principal, section: .servers,
                events: useCases.origins.path(HubPaths.news(of: name.value)), owners: [name]))
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
