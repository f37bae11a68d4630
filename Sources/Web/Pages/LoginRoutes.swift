import Accounts
import Control
import Foundation
import HTTPTypes
import HubAPI
import Hummingbird
import Logging
import Servers

/// Logging a browser in with a link that works once, and out.
struct LoginRoutes {
    let useCases: UseCases
    let pages: Pages

    func add(to router: Router<WebContext>) {
        router.get("/hub/login", use: login)
        router.post("/hub/logout", use: logout)
    }

    @Sendable private func login(_ request: Request, _ context: WebContext) async throws -> Response {
        let next = try Self.next(request)
        guard request.method == .get, let link = request.query("link"), !link.isEmpty else {
            guard context.session == nil else { return .seeOther(useCases.origins.path(next)) }
            return pages.draw(.login, [String: String](), title: "Log in")
        }
        guard request.headers[.berthOrigin] == "hub" else {
            throw Refusal(.forbidden, code: "wrong_origin", "Open this link at \(useCases.origins.url("/hub/"))")
        }
        let (session, secret) = try await useCases.manageSessions.login(
            link: Secret(received: link), address: request.headers[.berthAddress])
        context.logger.info("A browser logged in", metadata: ["user": "\(session.user)"])
        var response = Response.seeOther(useCases.origins.path(next))
        response.setCookie(SessionCookie.make(secret, until: session.expiresAt.date, useCases.origins))
        return response
    }

    /// Where to go afterwards; throws 400 for what is not a path of the hub's own.
    private static func next(_ request: Request) throws -> String {
        guard let text = request.query("next"), !text.isEmpty else { return "/hub/" }
        guard let path = SafePath.hub(text) else {
            throw Refusal(
                .badRequest, code: "bad_value", "next: this is not a path of the hub, so nobody is sent there")
        }
        return path
    }

    @Sendable private func logout(_ request: Request, _ context: WebContext) async throws -> Response {
        // Without its cookie a request may be from any site's page, which must not take the cookie away.
        guard let session = context.session else { return .seeOther(useCases.origins.path(HubPaths.login)) }
        try await useCases.manageSessions.logout(session.id)
        context.logger.info("A browser logged out", metadata: ["user": "\(session.user)"])
        var response = Response.seeOther(useCases.origins.path(HubPaths.login))
        response.setCookie(SessionCookie.expired(useCases.origins))
        return response
    }
}

/// A page that only a logged-in browser gets: others are sent to log in and come back.
struct LoginNeeded: Error {}

extension WebContext {
    /// The browser's user and session; throws `LoginNeeded` without.
    func requireSession() throws -> (Principal, Session) {
        guard let principal, let session else { throw LoginNeeded() }
        return (principal, session)
    }
}
