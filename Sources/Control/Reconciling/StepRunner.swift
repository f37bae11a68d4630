import Logging
import Servers

/// Observes one server, decides, and performs the one step; records what was reached after it happened, and what is about
/// to happen before where a crash in between would lose the reason.
struct StepRunner: Sendable {
    let control: ControlContext
    let logger: Logger
    /// When this process began to reconcile.
    let began: Timestamp

    init(_ control: ControlContext, logger: Logger) {
        self.control = control
        self.logger = logger
        began = control.time.now()
    }

    /// Whether to look again, and when.
    enum Next: Sendable {
        case again
        case rest(until: Timestamp?)
    }

    var now: Timestamp { control.time.now() }

    /// Throws what the store throws.
    func takeStep(_ tracked: TrackedServer) async throws -> Next {
        let observation: Observation
        do {
            observation = try await observe(tracked.server)
        } catch {
            return engineAway(error)
        }
        if tracked.hasMemoryNews(in: observation.containers) { control.memory.queue.wake(tracked.server.id) }
        let step = decide(tracked, seen: observation, at: now, limits: control.limits)
        logger.debug("step", metadata: ["server": "\(tracked.server.id)", "step": "\(step.name)"])
        guard var status = tracked.outgoing ?? tracked.current else {
            var accepted = ServerStatus(accepted: tracked.server, node: tracked.status?.node ?? .local, at: now)
            accepted.reservation = tracked.keptReservation
            return try await perform(step, tracked.server, accepted)
        }
        if status.retryAt.map({ $0 <= now }) ?? false { status.retryAt = nil }
        do {
            return try await perform(step, tracked.server, status)
        } catch let error as RuntimeError {
            return try await fail(tracked.server, status, error)
        } catch let error as WorkspaceError {
            return try await end(tracked.server, status, .engineError, message: error.description)
        }
    }

    /// What the engine shows of the server. Where a container has ended, the engine's run is asked for after the list: an
    /// engine that went down ended it, and is another run when it answers again.
    private func observe(_ server: Server) async throws(RuntimeError) -> Observation {
        let containers = try await control.runtime.containers(of: server.id)
        if containers.contains(where: \.hasEnded) { control.engine.answered(try await control.runtime.host()) }
        return Observation(
            containers: containers, epoch: control.engine.host?.epoch,
            answers: control.health.answers(server.id, generation: server.generation))
    }

    /// The engine does not answer: nothing is assumed, and it is asked again.
    func engineAway(_ error: RuntimeError) -> Next {
        control.engine.failed(error)
        return .rest(until: now + .seconds(1))
    }

    private func perform(_ step: Step, _ server: Server, _ status: ServerStatus) async throws -> Next {
        switch step {
        case .rest(let until): return .rest(until: until)
        case .accept: return try await record(status, server)
        case .admit: return try await admit(server, status)
        case .prepareImage: return try await prepareImage(server, status)
        case .create: return try await create(server, status)
        case .start(let container): return try await start(container, server, status, after: nil)
        case .startAgain(let container):
            try await noteEnd(of: container, status)
            return try await start(container, server, status, after: "The host or the engine restarted; starting again")
        case .probe(let container, let deadline): return try await probe(container, server, status, deadline)
        case .settle(let container): return try await settle(container, server, status)
        case .end(.oomKilled):
            return try await end(server, status, .oomKilled, message: await control.oomDetail(of: server))
        case .end(let reason): return try await end(server, status, reason, message: status.message)
        case .stop(let container): return try await stop(container, server, status)
        case .kill(let container): return try await kill(container, server, status)
        case .remove(let container): return try await remove(container, server, status)
        case .removeForced(let container):
            try await control.runtime.remove(container.id, force: true)
            return .again
        case .finish(let reason): return try await finish(server, status, reason)
        case .adopt(let container): return try await adopt(container, server)
        case .resize(let container, let limits, _):
            return try await resize(container, to: limits, server, status)
        case .noteMissing:
            var next = status
            next.missingSince = now
            next.healthy = false
            return try await record(next, server, NewEvent(.unhealthy, "Its container is not in the engine's list"))
        case .noteHealth(let answers):
            var next = status
            next.healthy = answers
            let event =
                answers ? NewEvent(.healthy, "Answering again") : NewEvent(.unhealthy, "Jupyter does not answer")
            return try await record(next, server, event)
        }
    }

    /// Writes a status with its events; what was overtaken is not written, and the next look decides anew.
    func record(_ status: ServerStatus, _ server: Server, _ events: NewEvent...) async throws -> Next {
        try await control.servers.record(status, events, at: now)
        return .again
    }

    /// Sleeps until `until`, or until the server is woken.
    func wait(until: Timestamp, unlessWoken server: ServerID) async {
        let pause = max(until - now, .zero)
        _ = try? await untilWoken(server) { try await control.time.sleep(for: pause) }
    }

    /// Runs a long operation; when the server is woken meanwhile it is cancelled and the answer is nil.
    func untilWoken<Value: Sendable>(
        _ server: ServerID, _ operation: @escaping @Sendable () async throws -> Value
    ) async throws -> Value? {
        let wakes = control.queue.wakes(of: server)
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await operation() }
            group.addTask {
                for await _ in wakes { return nil }
                throw CancellationError()
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }
}

extension Step {
    /// Its name alone, for logs.
    var name: String { String("\(self)".prefix { $0 != "(" }) }
}

extension ObservedContainer {
    fileprivate var hasEnded: Bool {
        switch state {
        case .exited, .dead: true
        case .created, .running, .paused, .restarting, .removing, .unknown: false
        }
    }
}
