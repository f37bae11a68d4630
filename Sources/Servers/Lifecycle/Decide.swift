/// The one next thing to do for a server.
package enum Step: Hashable, Sendable {
    /// Record `accepted` for a generation that has no status yet.
    case accept
    /// Reserve capacity and choose the node.
    case admit
    /// Make sure the image is there and record its digest, pulling if need be.
    case prepareImage
    /// Create this generation's container.
    case create
    case start(ObservedContainer)
    /// Start again what an engine restart stopped.
    case startAgain(ObservedContainer)
    /// Ask Jupyter whether it answers; give up at the deadline.
    case probe(ObservedContainer, deadline: Timestamp)
    /// Record that it answered, or where it answers now.
    case settle(ObservedContainer)
    /// Record that the generation is on its way out, and why.
    case end(FinishReason)
    case stop(ObservedContainer)
    case kill(ObservedContainer)
    /// Keep log and exit code, then remove the container.
    case remove(ObservedContainer)
    /// Remove by force what would not stop.
    case removeForced(ObservedContainer)
    /// Record that it is over.
    case finish(FinishReason)
    /// Record since when the container is missing.
    case noteMissing
    /// Record that a started server answers again, or does not any more.
    case noteHealth(answers: Bool)
    /// Give a running container these limits, as the resize of that revision asks for; without one, as it had them before
    /// something other than Berth changed them.
    case resize(ObservedContainer, to: ContainerLimits, revision: Int?)
    /// Take over a container of a later generation than is known: the store is older than the container.
    case adopt(ObservedContainer)
    /// Nothing to do, or not before the time given.
    case rest(until: Timestamp?)
}

/// What to do next for `tracked`, given what the engine showed of it at `now`. Pure: the same input, the same step.
package func decide(
    _ tracked: TrackedServer, seen observation: Observation, at now: Timestamp, limits: LifecycleLimits
) -> Step {
    let server = tracked.server
    if let outgoing = tracked.outgoing { return stepOutgoing(outgoing, observation.containers, limits) }
    if let stale = observation.containers.first(where: { $0.generation < server.generation }) {
        return removal(of: stale)
    }
    let container = observation.containers.max { $0.generation < $1.generation }
    if let container, container.generation > server.generation {
        // What a server that was never launched would run is not known.
        return server.spec == nil ? removal(of: container) : .adopt(container)
    }
    guard server.generation > 0 else { return .rest(until: nil) }
    guard let status = tracked.current else { return .accept }

    switch (status.phase, server.desired.stopReason) {
    case (.finished, _):
        return container.map(removal) ?? .rest(until: nil)
    case (.killInitiated, _):
        return stepOut(status, container, limits)
    case (let phase, let cause?):
        return .end(phase < .started && cause == .stoppedByUser ? .cancelled : cause)
    case (.accepted, nil):
        if let queue = limits.queue, now >= status.since + queue { return .end(.queueTimeout) }
        if let retryAt = status.retryAt, retryAt > now { return .rest(until: retryAt) }
        return .admit
    case (.launched, nil), (.startInitiated, nil):
        return stepUp(status, container, observation.epoch, now, limits)
    case (.started, nil):
        return stepStarted(server, status, container, observation, now, limits)
    }
}

/// A generation that another has been asked for after: it is brought to its end as any other, with its reason and its log.
private func stepOutgoing(
    _ status: ServerStatus, _ containers: [ObservedContainer], _ limits: LifecycleLimits
) -> Step {
    guard status.phase == .killInitiated else { return .end(.restarted) }
    return stepOut(status, containers.first { $0.generation == status.generation }, limits)
}

/// On the way up: image, container, start, probe.
private func stepUp(
    _ status: ServerStatus, _ container: ObservedContainer?, _ epoch: EngineEpoch?, _ now: Timestamp,
    _ limits: LifecycleLimits
) -> Step {
    if let retryAt = status.retryAt, retryAt > now { return .rest(until: retryAt) }
    guard let container else { return status.image == nil ? .prepareImage : .create }
    switch container.state {
    case .created:
        return .start(container)
    case .running, .paused, .restarting, .unknown:
        // The later one: a start that was not recorded any more counts as well.
        let startedAt = [status.containerStartedAt, container.startedAt].compactMap(\.self).max() ?? now
        let deadline = startedAt + limits.start
        return now < deadline ? .probe(container, deadline: deadline) : .end(.startTimeout)
    case .exited(let code, let oomKilled):
        if restarted(status, epoch) { return .startAgain(container) }
        return .end(ending(code: code, oomKilled: oomKilled))
    case .dead:
        return .end(.engineError)
    case .removing:
        return .rest(until: now + .seconds(1))
    }
}

/// A started server: nothing to do while its container runs where the status says, with the limits that it is to have.
/// Whether Jupyter answers is noted, and ends nothing.
private func stepStarted(
    _ server: Server, _ status: ServerStatus, _ container: ObservedContainer?, _ observation: Observation,
    _ now: Timestamp,
    _ limits: LifecycleLimits
) -> Step {
    guard let container else {
        guard let since = status.missingSince else { return .noteMissing }
        let limit = since + limits.missingGrace
        return now < limit ? .rest(until: limit) : .end(.removedOutside)
    }
    switch container.state {
    case .paused, .restarting, .unknown:
        return .rest(until: now + .seconds(5))
    case .running:
        let known = status.container == container.id && status.missingSince == nil
        let moved = container.endpoint != nil && container.endpoint != status.endpoint
        guard known, !moved else { return .settle(container) }
        if let answers = observation.answers, answers != status.healthy { return .noteHealth(answers: answers) }
        return stepResize(server, container, now) ?? .rest(until: nil)
    case .exited(let code, let oomKilled):
        if restarted(status, observation.epoch) { return .startAgain(container) }
        return .end(ending(code: code, oomKilled: oomKilled))
    case .created:
        return .startAgain(container)
    case .dead:
        return .end(.engineError)
    case .removing:
        return .rest(until: now + .seconds(1))
    }
}

/// On the way out: stop, kill, force; then keep the log, remove, finish.
private func stepOut(_ status: ServerStatus, _ container: ObservedContainer?, _ limits: LifecycleLimits) -> Step {
    guard let container else { return .finish(status.reason ?? .cancelled) }
    switch container.state {
    case .created, .exited, .dead:
        return status.stopAttempts > limits.stopAttempts ? .removeForced(container) : .remove(container)
    case .running, .paused, .restarting, .unknown, .removing:
        if status.stopAttempts == 0 { return .stop(container) }
        return status.stopAttempts < limits.stopAttempts ? .kill(container) : .removeForced(container)
    }
}

/// What to do with a container that nothing wants: one that runs is stopped first.
private func removal(of container: ObservedContainer) -> Step {
    switch container.state {
    case .running, .paused, .restarting, .unknown: .stop(container)
    case .created, .exited, .dead: .remove(container)
    case .removing: .removeForced(container)
    }
}

/// Whether the engine has restarted since the container was last started.
private func restarted(_ status: ServerStatus, _ epoch: EngineEpoch?) -> Bool {
    guard let then = status.epoch, let epoch else { return false }
    return then != epoch
}

private func ending(code: Int, oomKilled: Bool) -> FinishReason {
    switch (code, oomKilled) {
    case (0, _): .exited
    case (137, true): .oomKilled
    default: .crashed(exitCode: code)
    }
}
