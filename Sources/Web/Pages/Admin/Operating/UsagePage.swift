import Accounts
import Control
import HubAPI
import Hummingbird
import Servers

/// What was reserved and used in a time: by whom, what of it for nothing, and how well profiles' defaults fitted.
struct UsagePage {
    let useCases: UseCases
    let pages: Pages

    func add(to router: Router<WebContext>) {
        router.get(RouterPath(AdminSection.usage.path), use: page)
    }

    /// How many rows it shows; the others are in the file.
    private static let length = 50
    private static let idleLength = 10

    private struct Page {
        let place: String
        let periods: [PageLink]
        let keys: [PageLink]
        /// What there is a row for.
        let by: String
        let fields: [TextField]
        let problem: String?
        /// Whether the time is another than one of `periods`.
        let isOther: Bool
        /// Nil where the time cannot be read.
        let ledger: Ledger?
    }

    private struct Ledger {
        let heading: String
        let hasGPUs: Bool
        let rows: [UsageRow]
        /// Nil beside a single row.
        let total: UsageRow?
        /// How many rows are in the file alone.
        let more: Int?
        let file: String
        let idle: [IdleRow]
        let idleFile: String
        let fits: DefaultsFit?
        let fitsFile: String
    }

    @Sendable private func page(_ request: Request, _ context: WebContext) async throws -> Response {
        let viewer = try context.requireAdmin()
        let choice = UsageChoice(request, place: useCases.origins.path(AdminSection.usage.path))
        do {
            return draw(choice, try await ledger(choice, by: viewer), by: viewer)
        } catch {
            return draw(choice, nil, try FormProblem(error), by: viewer)
        }
    }

    private func draw(
        _ choice: UsageChoice, _ ledger: Ledger?, _ problem: FormProblem? = nil, by viewer: Principal
    ) -> Response {
        let page = Page(
            place: choice.place, periods: choice.periods, keys: choice.keys, by: choice.by.rawValue,
            fields: choice.fields(problem), problem: problem?.beside(["since", "until"]), isOther: choice.isOther,
            ledger: ledger)
        return pages.draw(
            .usage, page, PageHead(title: "Usage", viewer: viewer, section: .admin, part: .usage, width: .wide),
            status: problem?.status ?? .ok)
    }

    /// Throws `InvalidValue` for a time that cannot be used.
    private func ledger(_ choice: UsageChoice, by viewer: Principal) async throws -> Ledger {
        let read = useCases.readUsage
        let (since, until) = try choice.span(now: read.now)
        let report = try await read(UsageQuery(by: choice.by, since: since, until: until), by: viewer)
        let idle = try await read.idle(since: since, until: until, owner: nil, by: viewer)
        let fits = try await read.fits(since: since, until: until, owner: nil, by: viewer)
        let rows = report.rows.sorted { ($0.reservedMemory, $1.key) > ($1.reservedMemory, $0.key) }
        let shown = rows.prefix(Self.length)
        let most = UsageRow.Most(of: shown)
        return Ledger(
            heading: choice.by.label, hasGPUs: report.total.reservedGPU > 0,
            rows: shown.map { UsageRow($0, of: most) }, total: rows.count > 1 ? UsageRow(report.total, of: nil) : nil,
            more: rows.count > shown.count ? rows.count - shown.count : nil, file: file(choice, HubPaths.usage),
            idle: idle.filter { $0.sum.unusedMemory > 0 }.prefix(Self.idleLength).map { IdleRow($0) },
            idleFile: file(choice, HubPaths.idleUsage), fits: DefaultsFit(fits),
            fitsFile: file(choice, HubPaths.defaultsUsage))
    }

    /// The same of the API, as values separated by commas.
    private func file(_ choice: UsageChoice, _ path: String) -> String {
        let by = path == HubPaths.usage ? [("by", choice.by.rawValue)] : []
        return HubPaths.query(useCases.origins.path(path), choice.times + by + [("format", "csv")])
    }
}

/// Which part of the ledger is looked at, as the page's links and its form say it.
struct UsageChoice {
    let place: String
    let by: UsageKey
    private let since: String
    private let until: String

    private static let periods = [("7d", "7 days"), ("30d", "30 days"), ("90d", "90 days")]
    private static let usual = "30d"

    init(_ request: Request, place: String) {
        self.place = place
        by = request.query("by").flatMap(UsageKey.init) ?? .user
        since = Typed.text(request.words("since")) ?? Self.usual
        until = Typed.text(request.words("until")) ?? ""
    }

    /// What of the query says which time.
    var times: [(String, String)] { [("since", since)] + (until.isEmpty ? [] : [("until", until)]) }

    var isOther: Bool { !until.isEmpty || !Self.periods.contains { $0.0 == since } }

    /// Throws `InvalidValue` for a time that cannot be used.
    func span(now: Timestamp) throws(InvalidValue) -> (since: Timestamp?, until: Timestamp?) {
        try LedgerQuery.span(since: since, until: until, now: now)
    }

    var periods: [PageLink] {
        Self.periods.map { value, label in
            PageLink(
                href: HubPaths.query(place, [("by", by.rawValue), ("since", value)]), label: label,
                current: !isOther && value == since)
        }
    }

    var keys: [PageLink] {
        UsageKey.allCases.map { key in
            PageLink(
                href: HubPaths.query(place, [("by", key.rawValue)] + times), label: key.label, current: key == by)
        }
    }

    func fields(_ problem: FormProblem?) -> [TextField] {
        [
            TextField("Since", "since", since, hint: "such as 7d or 2026-01-31", error: problem?.with("since")),
            TextField("Until", "until", until, hint: "now", error: problem?.with("until")),
        ]
    }
}

extension UsageKey {
    /// For people.
    fileprivate var label: String {
        switch self {
        case .user: "User"
        case .group: "Group"
        case .profile: "Profile"
        case .server: "Server"
        }
    }
}
