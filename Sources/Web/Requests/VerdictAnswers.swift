import Accounts
import Control
import GatewayControl
import HTTPTypes
import HubAPI
import Hummingbird
import Servers

/// Answers what the gateway did not send to a container, whatever its path: the gateway's verdict decides.
struct VerdictAnswers: RouterMiddleware {
    let useCases: UseCases
    let pages: Pages

    func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        guard let text = request.headers[.berthVerdict] else { return try await next(request, context) }
        guard let verdict = Verdict(rawValue: text) else { throw Refusal.notVisible }
        let asked = AskedServer(request, origins: useCases.origins)
        switch verdict {
        case .login: return login(asked)
        case .forbidden: return answer(asked, .forbidden, "forbidden", "This server is not yours to use", link: false)
        case .notRunning: return try await notRunning(asked)
        case .unreachable:
            return answer(asked, .badGateway, "unreachable", "\(asked.name) does not answer at the moment")
        case .badTicket:
            return answer(
                asked, .forbidden, "bad_ticket",
                "This link into a notebook server was used already or has expired. Open the server again")
        case .crossOrigin:
            return answer(
                asked, .forbidden, "cross_origin", "A page of another origin may not do this to a notebook server",
                link: false)
        }
    }

    private func login(_ asked: AskedServer) -> Response {
        guard asked.isNavigation, asked.key != nil else {
            return .error(.forbidden, "Missing or invalid credentials.", code: "no_credentials")
        }
        return .found(asked.openURL)
    }

    /// Told apart by what is known of the server: the gateway has no route for it.
    private func notRunning(_ asked: AskedServer) async throws -> Response {
        guard let key = asked.key else { return unknown(asked) }
        let gateway = Principal.gateway(for: key)
        let tracked: TrackedServer?
        do {
            tracked = try await useCases.watchServer(key, by: gateway)
        } catch let refusal as Refusal where refusal.kind == .notFound {
            guard key.name.isDefault, (try? await useCases.manageUsers.one(key.owner, by: gateway)) != nil else {
                return unknown(asked)
            }
            tracked = nil
        }
        switch tracked?.activity ?? .stopped {
        case .stopped, .stopping: return stopped(asked, tracked)
        case .starting:
            return wait(asked, "\(asked.name) is starting", .found(asked.openURL))
        case .ready:
            var page = pages.problem(.serviceUnavailable, "\(asked.name) is about to answer")
            page.headers[.refresh] = "1"
            return wait(asked, "\(asked.name) is about to answer", page)
        }
    }

    /// Programs are told as JupyterHub tells them. A browser goes on to the hub's page of the server, which says why it ended
    /// and starts it again: only there is it known who is looking.
    private func stopped(_ asked: AskedServer, _ tracked: TrackedServer?) -> Response {
        let end = tracked?.activity == .stopped ? tracked?.lastEnd : nil
        var response = answer(
            asked, .notRunning, "not_running",
            "JupyterHub server no longer running at \(asked.path). Restart the server at \(asked.openURL)",
            page: ["\(asked.name) is not running", end].compactMap(\.self).joined(separator: ". "))
        if asked.isNavigation, !asked.wantsJSON { response.headers[.refresh] = "0; url=\(asked.openURL)" }
        return response
    }

    private func wait(_ asked: AskedServer, _ message: String, _ page: Response) -> Response {
        var response = asked.wantsJSON ? .error(.serviceUnavailable, message, code: "starting") : page
        if response.status == .serviceUnavailable { response.headers[.retryAfter] = "2" }
        return response
    }

    private func unknown(_ asked: AskedServer) -> Response {
        answer(asked, .notFound, "not_found", "There is no such server", link: false)
    }

    private func answer(
        _ asked: AskedServer, _ status: HTTPResponse.Status, _ code: String, _ message: String, page: String? = nil,
        link: Bool = true
    ) -> Response {
        guard !asked.wantsJSON else { return .error(status, message, code: code) }
        return pages.problem(status, page ?? message, open: link && asked.key != nil ? asked.openURL : nil)
    }
}

extension HTTPResponse.Status {
    /// JupyterHub's status for a server that is not running.
    static let notRunning = HTTPResponse.Status(code: 424, reasonPhrase: "Failed Dependency")
}

extension Response {
    /// Sends a browser elsewhere, as a proxy does (302 Found).
    static func found(_ location: String) -> Response {
        Response(status: .found, headers: [.location: location, .referrerPolicy: "no-referrer"])
    }
}

extension Principal {
    /// The gateway, asking how a server is that it has already authorised a request for. It may look at its owner's
    /// servers and nothing else.
    fileprivate static func gateway(for key: ServerKey) -> Principal {
        let user = User(name: key.owner, isAdmin: false, uid: 0, createdAt: Timestamp(microseconds: 0))
        return Principal(
            user: user, credential: .system, permissions: Permissions([Scope(.readUsers, .user(key.owner))]),
            address: nil)
    }
}
