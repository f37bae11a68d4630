/// What was reached for one generation of a server: written by the reconciler only.
package struct ServerStatus: Hashable, Sendable, Codable {
    package let server: ServerID
    package let generation: Int
    package var node: NodeID
    package var phase: Phase
    /// When the phase was entered.
    package var since: Timestamp
    /// Why it finished, or will have once its container is gone (from `killInitiated` on).
    package var reason: FinishReason?
    /// Detail for people: what the engine said, or the last failure that is being tried again.
    package var message: String?
    package var image: ImageDigest?
    package var container: ContainerID?
    /// The engine's run in which the container was last started.
    package var epoch: EngineEpoch?
    /// When the container was last started; the start timeout counts from here.
    package var containerStartedAt: Timestamp?
    package var endpoint: Endpoint?
    /// False while a started server does not answer or its container is missing.
    package var healthy: Bool
    /// System failures so far in this generation, before `started`.
    package var failures: Int
    /// Not before this is the next try after a system failure.
    package var retryAt: Timestamp?
    /// Stops tried so far: graceful, kill, then forced removal.
    package var stopAttempts: Int
    /// Since when a full list has not shown the container.
    package var missingSince: Timestamp?
    /// What admission gave it; nil before, and where an earlier version admitted it.
    package var reservation: Reservation?

    package init(accepted server: Server, node: NodeID, at now: Timestamp) {
        self.server = server.id
        generation = server.generation
        self.node = node
        phase = .accepted
        since = now
        healthy = false
        failures = 0
        stopAttempts = 0
    }

    /// The same with a later phase entered at `now`; an earlier or equal phase changes nothing.
    package func advanced(to phase: Phase, at now: Timestamp) -> ServerStatus {
        guard phase > self.phase else { return self }
        var next = self
        next.phase = phase
        next.since = now
        return next
    }
}

/// Where a container's Jupyter answers.
package struct Endpoint: Hashable, Sendable, Codable {
    package let host: String
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }
}
