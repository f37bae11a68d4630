import Accounts
import Control
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
    private let useCases: UseCases
    private let library = Self.load()

    init(_ useCases: UseCases, version: String) {
        origins = useCases.origins
        self.useCases = useCases
        self.version = version
    }

    private struct Frame {
        let title: String
        /// The hub's URL, for what verdict pages need on notebook origins.
        let hub: String
        let files: String
        /// The names of the files that `berth.js` loads: a browser asks for all at once.
        let modules: [String]
        let logout: String
        let user: String?
        let links: [PageLink]
        let isInAdmin: Bool
        let parts: [PageLink]
        let width: String
        let refresh: Int?
        let events: String?
        let edition: String?
        let banner: Banner
        let body: String
    }

    /// A page of `template` filled with `model`. What admins say to all is read while it is sent, so that no page has to know
    /// of it.
    func draw(
        _ template: Template, _ model: some Any, _ head: PageHead, status: HTTPResponse.Status = .ok
    ) -> Response {
        let body = library.render(model, withTemplate: template.rawValue) ?? ""
        return Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8",
                .contentSecurityPolicy: policy(head.owners, anyOwner: head.anyOwner),
                .referrerPolicy: "same-origin", .cacheControl: "no-store",
            ],
            body: ResponseBody { writer in
                let html = library.render(await frame(body, head), withTemplate: Template.frame.rawValue) ?? ""
                try await writer.write(ByteBuffer(string: html))
                try await writer.finish(nil)
            })
    }

    private func frame(_ body: String, _ head: PageHead) async -> Frame {
        var news = head.news
        var told = Announcements()
        var waiting = 0
        if let viewer = head.viewer {
            if news == nil { news = await useCases.news(of: viewer.user.name, by: viewer) }
            // A page is of use without it, too.
            told = (try? await useCases.readAnnouncements(by: viewer)) ?? told
            waiting = (try? await useCases.manageRequests.waiting(by: viewer)) ?? 0
        }
        return Frame(
            title: head.title, hub: origins.url(""), files: origins.url(StaticFile.folder), modules: StaticFile.modules,
            logout: origins.path(HubPaths.logout), user: head.viewer?.user.name.value, links: links(head, waiting),
            isInAdmin: head.part != nil,
            parts: AdminSection.allCases.map {
                PageLink(href: origins.path($0.path), label: $0.label, current: $0 == head.part)
            },
            width: head.width.rawValue, refresh: head.refresh, events: news?.events, edition: news?.edition,
            banner: Banner(told, at: useCases.readAnnouncements.now), body: body)
    }

    private func links(_ head: PageHead, _ waiting: Int) -> [PageLink] {
        guard let viewer = head.viewer else { return [] }
        return PageHead.Section.allCases.filter { $0 != .admin || viewer.permissions.allows(.adminServers) }.map {
            PageLink(
                href: origins.path($0.path), label: $0.label, current: $0 == head.section,
                waiting: $0 == .requests && waiting > 0 ? waiting : nil)
        }
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
            "connect-src 'self'", "worker-src 'self'",
            (["form-action 'self'", hub] + forms).joined(separator: " "), "frame-ancestors 'none'", "base-uri 'none'",
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
    func problem(
        _ status: HTTPResponse.Status, _ message: String, open: String? = nil, viewer: Principal? = nil
    ) -> Response {
        let title =
            switch status.code {
            case 403: "Not allowed"
            case 404: "Nothing is here"
            case 500...: "Something is not right"
            default: "That did not work"
            }
        let problem = Problem(title: title, message: message, open: open, home: origins.url("/hub/"))
        return draw(.problem, problem, PageHead(title: title, viewer: viewer), status: status)
    }
}
