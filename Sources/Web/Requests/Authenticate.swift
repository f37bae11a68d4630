import Accounts
import Control
import Foundation
import GatewayControl
import HTTPTypes
import Hummingbird

/// Finds out who is asking: a token anywhere, else the session cookie on the hub's origin. A cookie alone never does
/// anything unsafe: the browser must say that the page is the hub's own.
struct Authenticate: RouterMiddleware {
    let gatekeeper: Gatekeeper
    let origins: Origins

    func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let address = request.headers[.berthAddress]
        if let token = request.berthToken {
            context.principal = try await gatekeeper.principal(token: Secret(received: token), address: address)
        } else if request.headers[.berthOrigin] == "hub", let cookie = request.cookies[SessionCookie.name(origins)],
            let found = try await gatekeeper.principal(session: Secret(received: cookie.value), address: address)
        {
            (context.principal, context.session) = found
            try requireSameOrigin(request)
        }
        return try await next(request, context)
    }

    private func requireSameOrigin(_ request: Request) throws {
        guard request.isSafe || request.isFromOwnPage(origins) else { throw Refusal.crossOrigin(origins) }
    }
}

extension Request {
    /// Whether the browser says that a page of the hub's own sent it: by `Origin`, or by `Sec-Fetch-Site` without one.
    func isFromOwnPage(_ origins: Origins) -> Bool {
        let site = headers[.secFetchSite]
        let isOwn = headers[.origin].map { $0 == origins.hub.description } ?? (site == "same-origin")
        return isOwn && site ?? "same-origin" == "same-origin"
    }
}

extension Refusal {
    static func crossOrigin(_ origins: Origins) -> Refusal {
        Refusal(
            .forbidden, code: "cross_origin",
            "This request came from another page than the hub's own. Open \(origins.url("/hub/")) and try there.")
    }
}

/// The cookie of a browser's session on the hub's origin.
enum SessionCookie {
    /// Browsers accept the `__Host-` prefix only under https, where it keeps other hosts from setting the cookie.
    static func name(_ origins: Origins) -> String {
        origins.hub.isSecure ? "__Host-berth-session" : "berth-session"
    }

    static func make(_ secret: Secret, until expiry: Date, _ origins: Origins) -> Cookie {
        Cookie(
            name: name(origins), value: secret.text, expires: expiry, path: origins.cookiePath,
            secure: origins.hub.isSecure,
            httpOnly: true, sameSite: .lax)
    }

    static func expired(_ origins: Origins) -> Cookie {
        Cookie(
            name: name(origins), value: "", expires: Date(timeIntervalSince1970: 0), maxAge: 0,
            path: origins.cookiePath, secure: origins.hub.isSecure, httpOnly: true, sameSite: .lax)
    }
}
