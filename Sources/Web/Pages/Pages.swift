import Accounts
import Foundation
import HTTPTypes
import HubAPI
import Hummingbird
import Mustache
import NIOCore
import Servers

/// Draws the pages: Mustache templates, which escape whatever they are given, in one frame.
struct Pages: Sendable {
    let origins: Origins
    let version: String
    private let library = Self.load()

    init(origins: Origins, version: String) {
        self.origins = origins
        self.version = version
    }

    private struct Frame {
        let title: String
        /// The hub's URL, for what verdict pages need on notebook origins.
        let hub: String
        let logout: String
        let version: String
        let user: String?
        let refresh: Int?
        let script: Bool
        let body: String
    }

    /// A page of `template` filled with `model`.
    /// - Parameters:
    ///   - user: who is logged in, for the head of the page.
    ///   - refresh: seconds after which a browser without scripts loads it again.
    ///   - owners: whose notebook origins the page's forms may end up at, after redirects.
    ///   - anyOwner: they may end up at anybody's.
    func draw(
        _ template: Template, _ model: some Any, title: String, status: HTTPResponse.Status = .ok,
        user: UserName? = nil, refresh: Int? = nil, script: Bool = false, owners: [UserName] = [],
        anyOwner: Bool = false
    ) -> Response {
        let body = library.render(model, withTemplate: template.rawValue) ?? ""
        let frame = Frame(
            title: title, hub: origins.url(""), logout: origins.path("/hub/logout"), version: version,
            user: user?.value, refresh: refresh,
            script: script, body: body)
        let html = library.render(frame, withTemplate: Template.frame.rawValue) ?? ""
        return Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8", .contentSecurityPolicy: policy(owners, anyOwner: anyOwner),
                .referrerPolicy: "same-origin", .cacheControl: "no-store",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }

    /// Nothing but our own style and script. Pages of verdicts are drawn on notebook origins, so the hub's is named.
    private func policy(_ owners: [UserName], anyOwner: Bool) -> String {
        let hub = origins.hub.description
        let forms =
            anyOwner
            ? [origins.notebookTemplate.replacingOccurrences(of: "{user}", with: "*")]
            : Set(owners.map { origins.notebooks(of: $0).description }).sorted()
        return [
            "default-src 'none'", "style-src 'self' \(hub)", "script-src 'self' \(hub)", "img-src 'self' \(hub)",
            "connect-src 'self'", (["form-action 'self'", hub] + forms).joined(separator: " "),
            "frame-ancestors 'none'", "base-uri 'none'",
        ].joined(separator: "; ")
    }

    private static func load() -> MustacheLibrary {
        var library = MustacheLibrary()
        for template in Template.allCases {
            // A template that cannot be read draws nothing; a test reads each.
            try? library.register(template.source, named: template.rawValue)
        }
        return library
    }
}

extension Pages {
    private struct Problem {
        let title: String
        let message: String
        let open: String?
        let home: String
    }

    /// A page that says what is wrong, with a way on.
    /// - Parameter open: the link that opens the server, where that may help.
    func problem(_ status: HTTPResponse.Status, _ message: String, open: String? = nil) -> Response {
        let title = status.code >= 500 ? "Something is not right" : "That did not work"
        let problem = Problem(title: title, message: message, open: open, home: origins.url("/hub/"))
        return draw(.problem, problem, title: title, status: status)
    }
}
