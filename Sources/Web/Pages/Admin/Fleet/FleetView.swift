/// A way to the servers that are asked for most, so that nobody has to know how a filter is written.
struct FleetView {
    let href: String
    let label: String
    let current: Bool

    private static let filters = [
        ("All", ""), ("Running", "phase:running"), ("Idle", "idle:>2h"), ("Short of memory", "used:>80%"),
        ("Waiting", "phase:queued"), ("Failed", "phase:failed"),
    ]

    static func all(_ place: FleetPlace) -> [FleetView] {
        filters.map { label, filter in
            FleetView(href: place.filtered(by: filter), label: label, current: place.filter == filter)
        }
    }
}
