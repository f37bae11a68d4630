import Accounts
import Control
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// Where a user is logged in, and their password.
struct SessionRoutes {
    let useCases: UseCases

    func add(to router: Router<WebContext>) {
        router.get("/hub/api/users/:user/sessions", use: list)
        router.delete("/hub/api/users/:user/sessions", use: endAll)
        router.delete("/hub/api/users/:user/sessions/:id", use: end)
        router.post("/hub/api/users/:user/password", use: changePassword)
    }

    @Sendable private func list(_ request: Request, _ context: WebContext) async throws -> Response {
        let sessions = try await useCases.endSessions.all(of: context.pathUser(), by: context.requirePrincipal())
        return try .json(sessions.map { SessionModel($0, isCurrent: $0.id == context.session?.id) })
    }

    @Sendable private func end(_ request: Request, _ context: WebContext) async throws -> Response {
        try await useCases.endSessions(
            SessionID(context.segment("id")), of: context.pathUser(), by: context.requirePrincipal())
        return Response(status: .noContent)
    }

    @Sendable private func endAll(_ request: Request, _ context: WebContext) async throws -> Response {
        let (sessions, tokens) = try await useCases.endSessions.everywhere(
            of: context.pathUser(), tokensToo: request.flag("tokens"), by: context.requirePrincipal())
        return try .json(EndedSessions(sessions: sessions, tokens: tokens))
    }

    /// With a password one's own is changed; without, an admin has one made for the user.
    @Sendable private func changePassword(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let name = try context.pathUser()
        let body = try await RequestObject(request, allowed: ["password", "current"])
        let current = try body.string("current")
        guard let password = try body.string("password") else {
            return try .json(GivenPassword(password: await useCases.changePassword.reset(name, by: principal)))
        }
        guard principal.user.name == name else {
            throw Refusal(
                .forbidden, code: "not_yours",
                "Only \(name) chooses this password. Leave \"password\" out to have one made, as an admin")
        }
        try await useCases.changePassword(
            to: password, current: current, keeping: context.session?.id, by: principal)
        return Response(status: .noContent)
    }
}
