import HubAPI
import Hummingbird

/// Which part of the table is looked at, as its address has it.
struct FleetPlace {
    let path: String
    let filter: String
    var sort = ""
    var offset = 0
    /// Nil: the usual ones.
    var columns: [FleetColumn]?

    /// The same part from another row on.
    func at(_ offset: Int) -> String { link(filter, sort, offset) }

    /// The same servers in another order, from the first on.
    func sorted(by sort: String) -> String { link(filter, sort, 0) }

    /// Others, in the same order and columns.
    func filtered(by filter: String) -> String { link(filter, sort, 0) }

    /// Those of the same servers that fit one term more.
    func filtered(by key: String, _ value: String) -> String {
        let term = "\(key):\"\(value)\""
        guard !filter.contains(term) else { return link(filter, sort, 0) }
        return link(filter.isEmpty ? term : "\(filter) \(term)", sort, 0)
    }

    private func link(_ filter: String, _ sort: String, _ offset: Int) -> String {
        let chosen = columns.map { "&columns=\($0.map(\.rawValue).joined(separator: ","))" } ?? ""
        return
            "\(path)?filter=\(HubPaths.queryValue(filter))&sort=\(HubPaths.queryValue(sort))&offset=\(offset)\(chosen)"
    }
}
