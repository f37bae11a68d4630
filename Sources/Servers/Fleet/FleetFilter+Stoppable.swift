extension FleetFilter {
    /// Those that a stop would change: `phase:queued,starting,running`.
    package static let stoppable = FleetFilter(
        terms: [FleetTerm(.phase, among: [ShownPhase.queued, .starting, .running].map(\.rawValue))])
}
