import Accounts
import Control
import Foundation
import HTTPTypes
import HubAPI
import Hummingbird
import Logging
import Servers

/// Logging a browser in, with a password or with a link that works once, and out.
struct LoginPage {
    let useCases: UseCases
    let pages: Pages

    func add(to router: Router<WebContext>) {
        router.get("/hub/login", use: page)
        router.post("/hub/login", use: login)
        router.get(RouterPath(HubPaths.logout), use: askToLogOut)
        router.post(RouterPath(HubPaths.logout), use: logout)
    }

    private var action: String { useCases.origins.path(HubPaths.login) }

    private struct Login {
        let action: String
        let fields: [TextField]
        let next: String
        let problem: String?

        /// Neither field is to blame alone.
        init(action: String, name: String? = nil, next: String, problem: String? = nil) {
            self.action = action
            self.next = next
            self.problem = problem
            let rule = problem.map { _ in "problem" }
            let isFirst = problem == nil
            fields = [
                TextField(
                    "User name", "username", name, .userName, rule: rule,
                    with: [.required, .most(64), isFirst ? .autofocus : .invalid]),
                TextField(
                    "Password", "password", nil, .password, rule: rule,
                    with: [.required] + (isFirst ? [] : TextField.Attribute.wrong)),
            ]
        }
    }

    @Sendable private func page(_ request: Request, _ context: WebContext) async throws -> Response {
        let next = try Self.next(request.query("next"))
        guard request.method == .get, let link = request.query("link"), !link.isEmpty else {
            guard context.session == nil else { return .seeOther(useCases.origins.path(next)) }
            return draw(Login(action: action, next: next), .ok)
        }
        guard request.headers[.berthOrigin] == "hub" else {
            throw Refusal(.forbidden, code: "wrong_origin", "Open this link at \(useCases.origins.url("/hub/"))")
        }
        guard request.headers[.secFetchSite] != "cross-site" else {
            // The link stays as it is, and only a click on the hub's own page uses it up.
            let confirm = Confirm(link: useCases.origins.path(request.uri.string))
            return pages.draw(.confirm, confirm, PageHead(title: "Log in", width: .narrow))
        }
        let started = try await useCases.manageSessions.login(
            link: Secret(received: link), from: request.loginClient)
        return enter(started, next, context)
    }

    /// Another site led here: it could have made the link, to have this browser work as somebody else.
    private struct Confirm {
        let link: String
    }

    private struct Fields: Decodable {
        var username: String?
        var password: String?
        var next: String?
    }

    /// A form of another site's page logs nobody in: the browser must say that the page is the hub's own.
    @Sendable private func login(_ request: Request, _ context: WebContext) async throws -> Response {
        guard request.headers[.berthOrigin] == "hub", request.isFromOwnPage(useCases.origins) else {
            throw Refusal.crossOrigin(useCases.origins)
        }
        let fields = try await request.form(Fields.self)
        let next = try Self.next(fields.next)
        let client = request.loginClient
        do {
            let principal = try await useCases.checkPassword(
                name: fields.username ?? "", password: fields.password ?? "", address: client.address)
            return enter(try await useCases.manageSessions.login(principal, from: client), next, context)
        } catch let refusal as Refusal {
            context.logger.info(
                "A login was refused", metadata: ["reason": "\(refusal.code)", "address": "\(client.address ?? "")"])
            let again = Login(
                action: action, name: String((fields.username ?? "").prefix(64)), next: next, problem: refusal.message)
            return draw(again, refusal.kind.status)
        }
    }

    /// The form's answer leads on to the origin of whoever logs in, so every owner's is named.
    private func draw(_ login: Login, _ status: HTTPResponse.Status) -> Response {
        pages.draw(.login, login, PageHead(title: "Log in", width: .narrow, anyOwner: true), status: status)
    }

    private func enter(_ started: (Session, Secret), _ next: String, _ context: WebContext) -> Response {
        let (session, secret) = started
        context.logger.info("A browser logged in", metadata: ["user": "\(session.user)"])
        var response = Response.seeOther(useCases.origins.path(next))
        response.setCookie(SessionCookie.make(secret, until: session.expiresAt.date, useCases.origins))
        return response
    }

    /// Where to go afterwards; throws 400 for what is not a path of the hub's own.
    private static func next(_ text: String?) throws -> String {
        guard let text, !text.isEmpty else { return "/hub/" }
        guard let path = SafePath.hub(text) else {
            throw Refusal(
                .badRequest, code: "bad_value", "next: this is not a path of the hub, so nobody is sent there")
        }
        return path
    }

    private struct Logout {
        let action: String
        let home: String
    }

    /// Where JupyterLab's menu leads, which JupyterHub would log out at once: any site's page can lead here, too.
    @Sendable private func askToLogOut(_ request: Request, _ context: WebContext) throws -> Response {
        let (principal, _) = try context.requireSession()
        let origins = useCases.origins
        let logout = Logout(action: origins.path(HubPaths.logout), home: origins.path("/hub/"))
        return pages.draw(.logout, logout, PageHead(title: "Log out", viewer: principal, width: .narrow))
    }

    @Sendable private func logout(_ request: Request, _ context: WebContext) async throws -> Response {
        // Without its cookie a request may be from any site's page, which must not take the cookie away.
        guard let session = context.session else { return .seeOther(useCases.origins.path(HubPaths.login)) }
        try await useCases.manageSessions.logout(session, from: request.loginClient)
        context.logger.info("A browser logged out", metadata: ["user": "\(session.user)"])
        return .loggedOut(useCases.origins)
    }
}

extension Response {
    /// To the login page, without a session.
    static func loggedOut(_ origins: Origins) -> Response {
        var response = Response.seeOther(origins.path(HubPaths.login))
        response.setCookie(SessionCookie.expired(origins))
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
