/// What to do so that a running container has the limits it is to have; nil when it has them, or when the engine does not
/// tell which it has and nobody asked for others.
func stepResize(_ server: Server, _ container: ObservedContainer, _ now: Timestamp) -> Step? {
    guard let wanted = server.desiredResources.map({ ContainerLimits($0) }) else { return nil }
    if let pending = server.pendingResize {
        if case .pending(let retry?) = pending.outcome, retry.at > now { return .rest(until: retry.at) }
        return .resize(container, to: wanted, revision: pending.revision)
    }
    guard let limits = container.limits, limits != wanted else { return nil }
    return .resize(container, to: wanted, revision: nil)
}
