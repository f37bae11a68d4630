import Accounts
import Control
import HubAPI
import Hummingbird
import Servers

/// Who did what, the newest first, narrowed by a form.
struct AuditPage {
    let useCases: UseCases
    let pages: Pages

    func add(to router: Router<WebContext>) {
        router.get(RouterPath(AdminSection.audit.path), use: page)
    }

    /// How many entries one page has.
    private static let length = 50

    private struct Page {
        let place: String
        let fields: [TextField]
        let problem: String?
        /// Nil where something cannot be read.
        let found: Found?
    }

    private struct Found {
        let lines: [Line]
        /// Where it begins again, on the pages of older entries.
        let newest: String?
        let older: String?
    }

    private struct Line {
        let time: ShownTime
        let principal: String
        let address: String?
        let action: String
        let target: String
        let parameters: [Parameter]
        let result: String
        let kind: String

        struct Parameter {
            let name: String
            let value: String
        }

        init(_ entry: AuditEntry) {
            time = ShownTime(entry.at)
            principal = entry.principal
            address = entry.address
            action = entry.action
            target = entry.target
            parameters = entry.parameters.values.sorted { $0.key < $1.key }.map { Parameter(name: $0, value: $1) }
            result = entry.result
            kind = entry.isRefusal ? "bad" : ""
        }
    }

    @Sendable private func page(_ request: Request, _ context: WebContext) async throws -> Response {
        let viewer = try context.requireAdmin()
        do {
            return draw(request, try await find(request, by: viewer), by: viewer)
        } catch {
            return draw(request, nil, try FormProblem(error), by: viewer)
        }
    }

    private func draw(
        _ request: Request, _ found: Found?, _ problem: FormProblem? = nil, by viewer: Principal
    ) -> Response {
        let page = Page(
            place: place, fields: Self.fields(request, problem), problem: problem?.beside(Self.names), found: found)
        return pages.draw(
            .audit, page, PageHead(title: "Audit", viewer: viewer, section: .admin, part: .audit, width: .wide),
            status: problem?.status ?? .ok)
    }

    /// Throws `InvalidValue` for a time that cannot be read.
    private func find(_ request: Request, by viewer: Principal) async throws -> Found {
        var query = try AuditQuery(request, now: useCases.readAudit.now)
        // One more tells whether there is an older one.
        query.limit = Self.length + 1
        let all = try await useCases.readAudit(query, by: viewer)
        let shown = all.prefix(Self.length)
        return Found(
            lines: shown.map { Line($0.entry) }, newest: query.after.map { _ in link(request) },
            older: all.count > shown.count ? shown.last.map { link(request, after: $0.id) } : nil)
    }

    private static let names = ["principal", "action", "target", "since", "until"]

    private static func fields(_ request: Request, _ problem: FormProblem?) -> [TextField] {
        let labels = [
            ("Who", "ada"), ("Action", "server.stop"), ("Target", "ada/gpu"),
            ("Since", "7d, 2026-01-31"), ("Until", "now"),
        ]
        return zip(names, labels).map { name, words in
            TextField(words.0, name, request.words(name), hint: words.1, error: problem?.with(name))
        }
    }

    private var place: String { useCases.origins.path(AdminSection.audit.path) }

    /// The page with the same form, from the newest entry on or from those that are older than one.
    private func link(_ request: Request, after id: Int64? = nil) -> String {
        let fields = Self.names.compactMap { name in request.words(name).map { (name, $0) } }
        return HubPaths.query(place, fields + (id.map { [("after", "\($0)")] } ?? []))
    }
}
