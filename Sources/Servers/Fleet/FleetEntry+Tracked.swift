extension FleetEntry {
    /// What is stored of a server.
    package init(_ tracked: TrackedServer) {
        let server = tracked.server
        self.init(id: server.id, key: server.key)
        displayName = server.displayName?.value
        spec = server.spec.map {
            Spec(profile: $0.profile, image: $0.image, cpu: $0.resources.cpu.burst, memory: $0.resources.memory)
        }
        status = Status(
            generation: server.generation, isWanted: server.desired.stopReason == nil, launchedAt: server.launchedAt,
            usedAt: tracked.usedAt, idle: tracked.idle, reached: tracked.current.map { Reached($0) })
    }
}

extension FleetEntry.Reached {
    fileprivate init(_ status: ServerStatus) {
        self.init(
            generation: status.generation, phase: status.phase, since: status.since, reason: status.reason,
            image: status.image, node: status.node, healthy: status.healthy, container: status.container,
            containerStartedAt: status.containerStartedAt)
    }
}
