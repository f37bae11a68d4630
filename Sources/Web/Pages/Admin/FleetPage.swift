import Accounts
import Control
import HubAPI
import Hummingbird
import Servers

/// All servers as a table that the hub filters, sorts and cuts, so that ten thousand rows weigh no more than fifty.
struct FleetPage {
    let useCases: UseCases
    let pages: Pages

    func add(to router: Router<WebContext>) {
        router.get(RouterPath(AdminSection.fleet.path), use: page)
    }

    /// How many servers one page has.
    private static let length = 50

    private struct Page {
        let links: [AdminSection.Link]
        let place: String
        let filter: String
        let sort: String
        /// Why the filter or the order cannot be read.
        let problem: String?
        let columns: [FleetColumn]
        let rows: [FleetRow]
        let position: String
        let previous: String?
        let next: String?
        /// Where those that fit are stopped, after a look at them; nil where none is up.
        let stop: Stop?
    }

    private struct Stop {
        let href: String
        let label: String
    }

    @Sendable private func page(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        let edition = useCases.watchServer.edition
        let place = FleetPlace(
            path: useCases.origins.path(HubPaths.adminPage), filter: request.words("filter") ?? "",
            sort: request.query("sort") ?? "", offset: try request.integer("offset", atLeast: 0) ?? 0)
        let (found, problem) = try await find(place, by: principal)
        let shown = found.dropFirst(place.offset).prefix(Self.length)
        let whole = try await useCases.listFleet.whole(shown)
        let judge = try await useCases.listFleet.judge()
        let page = Page(
            links: AdminSection.fleet.links(useCases.origins), place: place.path, filter: place.filter,
            sort: place.sort, problem: problem, columns: FleetColumn.all(place),
            rows: whole.map { FleetRow($0, judge($0), useCases) },
            position: shown.isEmpty
                ? "No server" : "\(place.offset + 1) to \(place.offset + shown.count) of \(found.count)",
            previous: place.offset > 0 ? place.at(max(0, place.offset - Self.length)) : nil,
            next: place.offset + shown.count < found.count ? place.at(place.offset + Self.length) : nil,
            stop: stop(place, found))
        return pages.draw(
            .fleet, page,
            PageHead(
                title: "Fleet", viewer: principal, section: .admin,
                events: useCases.origins.path(HubPaths.news(of: nil)), edition: edition, width: .wide),
            status: problem == nil ? .ok : .badRequest)
    }

    /// What fits; nothing, and why, where the filter or the order cannot be read.
    private func find(_ place: FleetPlace, by principal: Principal) async throws -> ([FleetEntry], String?) {
        do {
            let (filter, sort) = (try FleetFilter(place.filter), try FleetSort(place.sort))
            return (try await useCases.listFleet(filter, sort: sort, knowing: [.phase], by: principal), nil)
        } catch let invalid as InvalidValue {
            return ([], invalid.description)
        }
    }

    /// Without a filter everything would be meant: nothing is offered then.
    private func stop(_ place: FleetPlace, _ found: [FleetEntry]) -> Stop? {
        let count = place.filter.isEmpty ? 0 : useCases.listFleet.stoppable(found)
        guard count > 0 else { return nil }
        return Stop(
            href: useCases.origins.path(BulkStopPage.place(place.filter)),
            label: count == 1 ? "Stop the one that is up…" : "Stop the \(count) that are up…")
    }
}

/// Which part of the table is looked at.
struct FleetPlace {
    let path: String
    let filter: String
    let sort: String
    let offset: Int

    /// The same part from another row on.
    func at(_ offset: Int) -> String { link(sort, offset) }

    /// The same servers in another order, from the first on.
    func sorted(by sort: String) -> String { link(sort, 0) }

    private func link(_ sort: String, _ offset: Int) -> String {
        "\(path)?filter=\(HubPaths.queryValue(filter))&sort=\(HubPaths.queryValue(sort))&offset=\(offset)"
    }
}

/// A column's head: a link that sorts by it, the other way round the second time.
struct FleetColumn {
    let label: String
    let href: String
    /// `ascending` or `descending`, where the table is sorted by it.
    let order: String?

    static func all(_ place: FleetPlace) -> [FleetColumn] {
        [
            ("Server", "server"), ("State", "phase"), ("Profile", "profile"), ("Processor", "-load"),
            ("Memory", "-used"), ("Idle", "-idle"), ("Verdict", "-verdict"),
        ].map { FleetColumn(label: $0, first: $1, place) }
    }

    /// - Parameter first: the order that a first click gives.
    private init(label: String, first: String, _ place: FleetPlace) {
        self.label = label
        let second = first.hasPrefix("-") ? String(first.dropFirst()) : "-\(first)"
        href = place.sorted(by: place.sort == first ? second : first)
        let isSorted = place.sort == first || place.sort == second
        order = isSorted ? (place.sort.hasPrefix("-") ? "descending" : "ascending") : nil
    }
}
