import Accounts
import Control
import HubAPI
import Servers

/// A server as a row of the fleet's table.
struct FleetRow {
    let name: String
    let page: String
    let cells: [FleetCell]

    /// - Parameters:
    ///   - terms: what holds for the servers of the table.
    ///   - place: where the table is.
    init(
        _ tracked: TrackedServer, _ columns: [FleetColumn], _ terms: FleetTerms, _ place: FleetPlace,
        _ useCases: UseCases
    ) {
        let key = tracked.server.key
        name = key.description
        page = useCases.origins.path(HubPaths.serverPage(key.owner.value, key.name.value))
        let meters = ServerMeter.all(of: tracked, useCases)
        cells = columns.map { FleetCell($0, tracked, meters, terms, place) }
    }
}

/// What a row has in one column: some of these. None is nil: what is, a template looks for in all that is around, and for
/// the cells of a page that is most of what drawing it costs.
struct FleetCell {
    private(set) var wide = false
    private(set) var shown: [ServerState] = []
    /// Since when, for a clock.
    private(set) var since: [String] = []
    /// Ways to those that have the same.
    private(set) var alike: [Alike] = []
    private(set) var text = ""
    private(set) var tag: [Tag] = []
    private(set) var reasons: [String] = []

    struct Alike {
        let href: String
        let label: String
    }

    struct Tag {
        let word: String
        let kind: String
    }

    init(
        _ column: FleetColumn, _ tracked: TrackedServer, _ meters: [ServerMeter], _ terms: FleetTerms,
        _ place: FleetPlace
    ) {
        let spec = tracked.server.spec
        let figure = { (measure: String) in
            meters.first { $0.measure == measure }.map { "\($0.used) of \($0.most)" } ?? ""
        }
        let alike = { (key: String, value: String) in
            Alike(href: place.filtered(by: key, value), label: value)
        }
        switch column {
        case .state: shown = [ServerState(tracked)]
        case .profile: self.alike = spec.map { [alike("profile", $0.profile.value)] } ?? []
        case .groups:
            self.alike = terms.groups(of: tracked.server.key.owner).map { alike("group", $0) }
            wide = true
        case .processor: text = figure("cpu")
        case .memory: text = figure("memory")
        case .idle: since = tracked.activity == .ready ? Self.clock(tracked.lastActivity) : []
        case .age: since = tracked.activity == .stopped ? [] : Self.clock(tracked.server.launchedAt)
        case .image: text = String(spec?.image.split(separator: "/").last ?? "")
        case .node: self.alike = tracked.current.map { [alike("node", $0.node.value)] } ?? []
        case .verdict:
            wide = true
            judge(tracked, terms)
        }
    }

    private static func clock(_ moment: Timestamp?) -> [String] { [moment?.description].compactMap(\.self) }

    /// What its idle policy says of it and on what evidence; of one that has ended, why.
    private mutating func judge(_ tracked: TrackedServer, _ terms: FleetTerms) {
        guard let made = terms.verdict(on: tracked) else {
            let end = tracked.activity == .stopped ? tracked.current : nil
            reasons = [end?.reason?.sentence ?? end?.message].compactMap(\.self)
            return
        }
        tag = [Tag(word: made.action.rawValue, kind: made.action == .keep ? "" : "wait")]
        // What decides; its own page has the rest.
        reasons = Array(made.sentences.prefix(1))
    }
}
