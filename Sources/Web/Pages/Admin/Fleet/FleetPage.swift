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
        let place: String
        let filter: String
        let sort: String
        /// The columns' names in the address, where they were chosen.
        let chosen: [String]
        /// Why the filter or the order cannot be read.
        let problem: String?
        let views: [FleetView]
        let heads: [FleetHead]
        let choices: [FieldChoice]
        let rows: [FleetRow]
        let paging: Paging
        /// What can be done with all that fit, after a look at them.
        let ways: [Way]
    }

    private struct Way {
        let href: String
        let label: String
    }

    @Sendable private func page(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requireAdmin()
        let news = await useCases.news(of: nil, by: principal)
        let place = FleetPlace(
            path: useCases.origins.path(HubPaths.adminPage), filter: request.words("filter") ?? "",
            sort: request.query("sort") ?? "", offset: try request.integer("offset", atLeast: 0) ?? 0,
            columns: FleetColumn.chosen(in: request))
        let (found, problem) = try await find(place, by: principal)
        let paging = Paging(
            from: place.offset, length: Self.length, of: found.count,
            none: place.filter.isEmpty ? "No server yet" : "No server fits", at: place.at)
        let columns = place.columns ?? FleetColumn.usual
        let page = Page(
            place: place.path, filter: place.filter,
            sort: place.sort, chosen: place.columns?.map(\.rawValue) ?? [], problem: problem,
            views: FleetView.all(place), heads: FleetHead.all(columns, place), choices: FleetColumn.choices(columns),
            rows: try await rows(found[paging.range], columns, place), paging: paging, ways: ways(place, found))
        return pages.draw(
            .fleet, page,
            PageHead(
                title: "Fleet", viewer: principal, section: .admin, part: .fleet,
                news: news, width: .wide),
            status: problem == nil ? .ok : .badRequest)
    }

    /// What fits; nothing, and why, where the filter or the order cannot be read.
    private func find(_ place: FleetPlace, by principal: Principal) async throws -> ([FleetEntry], String?) {
        do {
            let (filter, sort) = (try FleetFilter(place.filter), try FleetSort(place.sort))
            // How many a stop would change is asked only where it is offered.
            return (
                try await useCases.listFleet(
                    filter, sort: sort, knowing: filter.isEmpty ? [] : [.phase], by: principal), nil
            )
        } catch let invalid as InvalidValue {
            return ([], invalid.description)
        }
    }

    private func rows(
        _ entries: ArraySlice<FleetEntry>, _ columns: [FleetColumn], _ place: FleetPlace
    ) async throws -> [FleetRow] {
        let list = useCases.listFleet
        let terms = try await list.terms(of: entries.map(\.key.owner))
        return try await list.whole(entries).map { FleetRow($0, columns, terms, place, useCases) }
    }

    /// Without a filter a stop would mean everything: it is not offered then. A reap means what policies do, and shows it.
    private func ways(_ place: FleetPlace, _ found: [FleetEntry]) -> [Way] {
        guard !found.isEmpty else { return [] }
        let reap = Way(href: useCases.origins.path(ReapPage.place(place.filter)), label: "Stop idle ones…")
        let count = place.filter.isEmpty ? 0 : useCases.listFleet.stoppable(found)
        guard count > 0 else { return [reap] }
        let stop = Way(
            href: useCases.origins.path(BulkStopPage.place(place.filter)),
            label: count == 1 ? "Stop the one that is up…" : "Stop the \(count) that are up…")
        return [reap, stop]
    }
}
