import Logging
import Servers

/// The steps of an end, and what to do when a step fails.
extension StepRunner {
    /// Records why it ends before anything is done, and takes it off the gateway.
    func end(
        _ server: Server, _ status: ServerStatus, _ reason: FinishReason, message: String?
    ) async throws -> Next {
        var next = status.advanced(to: .killInitiated, at: now)
        next.reason = reason
        next.message = message
        next.healthy = false
        next.retryAt = nil
        let detail = message.map { "\(reason.sentence): \($0)" } ?? reason.sentence
        let event = NewEvent(reason.fault == .none ? .stopping : .failed, "Stopping: \(detail)")
        try await control.servers.record(next, [event], at: now)
        control.progress.clear(server.id)
        await control.routes.withdraw(server.key)
        return .again
    }

    func stop(_ container: ObservedContainer, _ server: Server, _ status: ServerStatus) async throws -> Next {
        try await noteAttempt(container, status)
        await readUsage(of: container)
        try await control.runtime.stop(container.id, grace: control.limits.stopGrace)
        return .again
    }

    func kill(_ container: ObservedContainer, _ server: Server, _ status: ServerStatus) async throws -> Next {
        try await noteAttempt(container, status)
        try await control.runtime.kill(container.id)
        return .again
    }

    private func noteAttempt(_ container: ObservedContainer, _ status: ServerStatus) async throws {
        guard container.generation == status.generation, status.phase == .killInitiated else { return }
        var next = status
        next.stopAttempts += 1
        try await control.servers.record(next, [], at: now)
    }

    /// Keeps the end of the log, then removes the container. A log that cannot be kept does not hold up the end.
    func remove(_ container: ObservedContainer, _ server: Server, _ status: ServerStatus) async throws -> Next {
        await keepLog(of: container)
        try await noteEnd(of: container, status)
        try await control.runtime.remove(container.id, force: false)
        return .again
    }

    func keepLog(of container: ObservedContainer) async {
        let log = try? await control.runtime.log(of: container.id, limit: .mebibytes(1))
        guard let log, !log.isEmpty else { return }
        do {
            try await control.workspaces.keepLog(log, server: container.server, generation: container.generation)
        } catch {
            logger.warning("a log could not be kept", metadata: ["server": "\(container.server)", "error": "\(error)"])
        }
    }

    func finish(_ server: Server, _ status: ServerStatus, _ reason: FinishReason) async throws -> Next {
        var next = status.advanced(to: .finished, at: now)
        next.reason = reason
        next.endpoint = nil
        next.healthy = false
        control.progress.clear(server.id)
        await discardSecrets(of: server)
        let detail = status.message.map { "\(reason.sentence): \($0)" } ?? reason.sentence
        let look = try await record(next, server, NewEvent(.finished, "Stopped: \(detail)"))
        giveBack(next)
        return look
    }

    /// Secrets that cannot be removed do not hold up the end; the next launch replaces them.
    private func discardSecrets(of server: Server) async {
        do {
            try await control.workspaces.discardSecrets(server.id)
        } catch {
            logger.error(
                "a server's secrets could not be removed", metadata: ["server": "\(server.id)", "error": "\(error)"])
        }
    }

    /// What a runtime error means for a launch: nothing while the engine is away; an end for a user's failure; another
    /// try, up to the limit, for the system's. On the way out it is only ever tried again.
    func fail(_ server: Server, _ status: ServerStatus, _ error: RuntimeError) async throws -> Next {
        logger.warning(
            "a step failed",
            metadata: ["server": "\(server.id)", "phase": "\(status.phase)", "error": "\(error.message)"])
        switch error {
        case .unreachable:
            control.engine.failed(error)
            return .rest(until: now + .seconds(1))
        case .timedOut: return .rest(until: now + .seconds(1))
        case .imageMissing where status.phase < .started:
            return try await end(server, status, .imageMissing, message: error.message)
        case .lacking where status.phase < .started:
            return try await end(server, status, .profileUnmet, message: error.message)
        case .imageMissing, .lacking, .pullFailed, .notFound, .nameTaken, .belowUse, .isolation, .failed:
            guard status.phase < .started else { return .rest(until: now + .seconds(1)) }
            return try await retry(server, status, error)
        }
    }

    private func retry(_ server: Server, _ status: ServerStatus, _ error: RuntimeError) async throws -> Next {
        var next = status
        next.failures += 1
        next.message = error.message
        if case .notFound = error { next.image = nil }
        let reason: FinishReason
        if case .pullFailed = error { reason = .pullFailed } else { reason = .engineError }
        guard next.failures < control.limits.tries else {
            return try await end(server, next, reason, message: error.message)
        }
        next.retryAt = now + control.limits.backOff(after: next.failures)
        return try await record(next, server, NewEvent(.retrying, "Trying again: \(error.message)"))
    }
}
