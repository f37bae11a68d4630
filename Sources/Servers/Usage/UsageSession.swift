/// A generation of a server that was admitted and is over: what came of it.
package struct UsageSession: Hashable, Sendable {
    package let server: ServerID
    package let generation: Int
    package let subject: UsageSubject
    package let began: Timestamp
    /// When it first answered; nil when it never did.
    package let startedAt: Timestamp?
    package let ended: Timestamp
    /// How long it ran since it first answered.
    package let lasted: Duration
    /// Why it finished, by its code.
    package let reason: String
    package let fit: SessionFit

    package init(
        server: ServerID, generation: Int, subject: UsageSubject, began: Timestamp, startedAt: Timestamp?,
        ended: Timestamp, lasted: Duration, reason: String, fit: SessionFit
    ) {
        self.server = server
        self.generation = generation
        self.subject = subject
        self.began = began
        self.startedAt = startedAt
        self.ended = ended
        self.lasted = lasted
        self.reason = reason
        self.fit = fit
    }

    init(_ open: OpenUsage, of tracked: TrackedServer, _ status: ServerStatus, hasRequest: Bool) {
        let session = open.session
        self.init(
            server: open.server, generation: open.generation, subject: open.subject, began: session.began,
            startedAt: session.startedAt, ended: open.until, lasted: session.lasted,
            reason: status.reason?.code ?? FinishReason.cancelled.code,
            fit: SessionFit(
                isRaised: session.isRaised, isResized: session.isResized, hasRequest: hasRequest,
                ranOutOfMemory: status.reason == .oomKilled || tracked.memory?.generation == open.generation,
                peakMemory: session.peakMemory, peakCores: session.peakCores,
                defaultMemory: session.defaults?.memory, defaultCPU: session.defaults?.cpu.burst))
    }

    /// Shorter ones say nothing of what a profile should give.
    package static let shortestCounted = Duration.seconds(60)

    /// Whether it says something of what its profile should give: it ran, and not for a moment only.
    package var isCounted: Bool { startedAt != nil && lasted >= Self.shortestCounted }
}

/// How a session got along with what its profile gives by itself.
package struct SessionFit: Hashable, Sendable {
    /// Launched with more than the profile's defaults.
    package let isRaised: Bool
    /// A resize was asked for, whatever came of it.
    package let isResized: Bool
    /// More than the ceiling was asked for, or granted.
    package let hasRequest: Bool
    package let ranOutOfMemory: Bool
    package let peakMemory: Bytes?
    package let peakCores: Double?
    /// What the profile gave when it was launched; nil where an earlier version launched it.
    package let defaultMemory: Bytes?
    package let defaultCPU: Cores?

    package init(
        isRaised: Bool, isResized: Bool, hasRequest: Bool, ranOutOfMemory: Bool, peakMemory: Bytes?,
        peakCores: Double?, defaultMemory: Bytes?, defaultCPU: Cores?
    ) {
        self.isRaised = isRaised
        self.isResized = isResized
        self.hasRequest = hasRequest
        self.ranOutOfMemory = ranOutOfMemory
        self.peakMemory = peakMemory
        self.peakCores = peakCores
        self.defaultMemory = defaultMemory
        self.defaultCPU = defaultCPU
    }

    /// Whether the defaults were enough.
    package var isInside: Bool { !isRaised && !isResized && !hasRequest && !ranOutOfMemory }
}
