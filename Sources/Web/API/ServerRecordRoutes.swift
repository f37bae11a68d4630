import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// A server as what is known of it: read, made, changed. Nothing starts or stops by this.
struct ServerRecordRoutes {
    let useCases: UseCases

    func add(to router: Router<WebContext>) {
        for path: RouterPath in ["server", "servers/:server"] {
            router.get("/hub/api/users/:user/\(path)", use: read)
            router.put("/hub/api/users/:user/\(path)", use: make)
            router.patch("/hub/api/users/:user/\(path)", use: change)
        }
    }

    @Sendable private func read(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        return try answer(try await useCases.watchServer(context.pathServer(), by: principal), principal)
    }

    @Sendable private func make(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let body = try await RequestObject(request, allowed: LaunchOptions.allowedOfRecord)
        let tracked = try await useCases.addServer(
            context.pathServer(new: true), options: LaunchOptions(body), displayName: body.displayName(), by: principal)
        return try answer(tracked, principal, .created)
    }

    @Sendable private func change(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let body = try await RequestObject(request, allowed: LaunchOptions.allowedOfRecord + ["name"])
        let edit = ChangeServer.Edit(
            name: try body.string("name").map { text in
                text.isEmpty ? .default : try ServerName(text)
            },
            displayName: body.isGiven("display_name") ? .set(try body.displayName()) : .keep,
            options: try LaunchOptionsEdit(body))
        return try answer(try await useCases.changeServer(context.pathServer(), edit, by: principal), principal)
    }

    private func answer(
        _ tracked: TrackedServer, _ principal: Principal, _ status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let isAdmin = principal.permissions.allows(.adminServers)
        return try .json(ServerModel(tracked, origins: useCases.origins, isAdmin: isAdmin), status: status)
    }
}

extension RequestObject {
    /// The display name; nil when there is none or an empty one.
    func displayName() throws -> DisplayName? {
        guard let text = try string("display_name"), !text.isEmpty else { return nil }
        return try DisplayName(text)
    }
}
