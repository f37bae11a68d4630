import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// API tokens of one user.
struct TokenRoutes {
    let useCases: UseCases

    func add(to router: Router<WebContext>) {
        router.get("/hub/api/users/:user/tokens", use: list)
        router.post("/hub/api/users/:user/tokens", use: create)
        router.get("/hub/api/users/:user/tokens/:id", use: one)
        router.delete("/hub/api/users/:user/tokens/:id", use: revoke)
        router.get("/hub/api/authorizations/token/:token", use: identify)
    }

    @Sendable private func list(_ request: Request, _ context: WebContext) async throws -> Response {
        let tokens = try await useCases.manageTokens.all(of: context.pathUser(), by: context.requirePrincipal())
        return try .json(TokenList(apiTokens: tokens.map { TokenModel($0) }))
    }

    @Sendable private func create(_ request: Request, _ context: WebContext) async throws -> Response {
        let body = try await RequestObject(request, allowed: ["note", "expires_in", "scopes", "roles", "auth"])
        let principal = try await principal(body, request, context)
        if let roles = try body.strings("roles"), !roles.isEmpty {
            throw Refusal(.badRequest, code: "bad_value", "roles: tokens have scopes here; name those instead")
        }
        let seconds = try body.integer("expires_in")
        if let seconds, !(1...3_155_760_000).contains(seconds) {
            throw RequestObject.wrong("expires_in", .integer(seconds), "seconds from now, at least 1")
        }
        let scopes = try body.strings("scopes").map { Set(try $0.map { try Scope($0) }) }
        let (token, secret) = try await useCases.manageTokens.create(
            for: context.pathUser(), note: body.string("note") ?? "", lifetime: seconds.map { .seconds($0) },
            scopes: scopes, by: principal)
        return try .json(TokenModel(token, secret: secret), status: .created)
    }

    /// Who asks: by the request's credential, or by name and password in the body, as JupyterHub has it.
    private func principal(
        _ body: RequestObject, _ request: Request, _ context: WebContext
    ) async throws -> Principal {
        guard let auth = body["auth"] else { return try context.requirePrincipal() }
        let login = try RequestObject(auth, allowed: ["username", "password"], within: "auth")
        return try await useCases.checkPassword(
            name: login.string("username") ?? "", password: login.string("password") ?? "",
            address: request.headers[.berthAddress])
    }

    @Sendable private func one(_ request: Request, _ context: WebContext) async throws -> Response {
        let id = TokenID(try context.segment("id"))
        let tokens = try await useCases.manageTokens.all(of: context.pathUser(), by: context.requirePrincipal())
        guard let token = tokens.first(where: { $0.id == id }) else {
            throw Refusal(.notFound, code: "not_found", "No such token")
        }
        return try .json(TokenModel(token))
    }

    /// Whose token it is: JupyterHub's older way, which jhub-client still takes.
    @Sendable private func identify(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let secret = Secret(received: try context.segment("token"))
        guard
            let owner = try await useCases.gatekeeper.principal(
                token: secret, address: request.headers[.berthAddress])?.user
        else { throw Refusal(.notFound, code: "not_found", "No such token") }
        let user = try await useCases.manageUsers.one(owner.name, by: principal)
        let servers = try await useCases.watchServer.all(of: user.name, by: principal)
        return try .json(
            UserModel(user, servers: servers, stoppedToo: false, origins: useCases.origins, by: principal))
    }

    @Sendable private func revoke(_ request: Request, _ context: WebContext) async throws -> Response {
        try await useCases.manageTokens.revoke(
            TokenID(context.segment("id")), of: context.pathUser(), by: context.requirePrincipal())
        return Response(status: .noContent)
    }
}
