import Hummingbird

/// A column of the fleet's table, beside the server's name, which is always there. The raw value is its name in the address.
enum FleetColumn: String, CaseIterable {
    case state, profile, groups, processor, memory, idle, age, image, node, verdict

    /// Those that are shown where nobody chooses.
    static let usual: [FleetColumn] = [.state, .profile, .processor, .memory, .idle, .verdict]

    /// Those that a request names, in their own order; nil where it names none. Names that no column has are passed over.
    static func chosen(in request: Request) -> [FleetColumn]? {
        let names = Set(
            request.uri.queryParameters[values: "columns"].flatMap { $0.split(separator: ",").map(String.init) })
        let columns = allCases.filter { names.contains($0.rawValue) }
        return columns.isEmpty ? nil : columns
    }

    /// All of them to choose from.
    static func choices(_ columns: [FleetColumn]) -> [FieldChoice] {
        allCases.map { FieldChoice(value: $0.rawValue, label: $0.label, chosen: columns.contains($0)) }
    }

    var label: String {
        switch self {
        case .state: "State"
        case .profile: "Profile"
        case .groups: "Groups"
        case .processor: "Processor"
        case .memory: "Memory"
        case .idle: "Idle"
        case .age: "Age"
        case .image: "Image"
        case .node: "Node"
        case .verdict: "Verdict"
        }
    }

    /// The order that a first click on its head gives.
    fileprivate var order: String {
        switch self {
        case .state: "phase"
        case .profile: "profile"
        case .groups: "group"
        case .processor: "-load"
        case .memory: "-used"
        case .idle: "-idle"
        case .age: "-age"
        case .image: "image"
        case .node: "node"
        case .verdict: "-verdict"
        }
    }
}

/// A column's head: a link that sorts by it, the other way round the second time.
struct FleetHead {
    let label: String
    let href: String
    /// `ascending` or `descending`, where the table is sorted by it.
    let order: String?

    static func all(_ columns: [FleetColumn], _ place: FleetPlace) -> [FleetHead] {
        [FleetHead("Server", "server", place)] + columns.map { FleetHead($0.label, $0.order, place) }
    }

    /// - Parameter first: the order that a first click gives.
    private init(_ label: String, _ first: String, _ place: FleetPlace) {
        self.label = label
        let second = first.hasPrefix("-") ? String(first.dropFirst()) : "-\(first)"
        href = place.sorted(by: place.sort == first ? second : first)
        let isSorted = place.sort == first || place.sort == second
        order = isSorted ? (place.sort.hasPrefix("-") ? "descending" : "ascending") : nil
    }
}
