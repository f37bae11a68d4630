extension FleetFilter {
    private static let up = [ShownPhase.queued, .starting, .running].map(\.rawValue)

    /// Those that a stop would change.
    package static let stoppable = FleetFilter(terms: [FleetTerm(.phase, among: up)])

    /// The same as people and programs write it: `phase:queued,starting,running`.
    package static let stoppableText = "\(FleetKey.phase.rawValue):\(up.joined(separator: ","))"
}
