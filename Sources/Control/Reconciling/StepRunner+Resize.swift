import Logging
import Servers

/// The step that gives a running container other limits. It may be repeated: the engine is asked only while the container
/// has others, and what became of it is recorded last.
extension StepRunner {
    func resize(
        _ container: ObservedContainer, to limits: ContainerLimits, _ server: Server, _ status: ServerStatus
    ) async throws -> Next {
        do {
            if container.limits != limits { try await apply(limits, to: container) }
        } catch let refusal as ResizeRefusal {
            guard let pending = server.pendingResize else { return try await leave(refusal, server, status) }
            return try await refuse(pending, server, code: Resize.belowUse, refusal.message)
        } catch RuntimeError.failed(let message) {
            guard let pending = server.pendingResize else { return driftStays(server, message) }
            return try await retry(pending, server, message)
        }
        await tell(server)
        guard let pending = server.pendingResize else { return try await restored(container, limits, server, status) }
        try await keepUsage(of: container)
        let had = server.spec?.resources.summary ?? ""
        let event = NewEvent(.resized, "Resized to \(pending.target.summary); it had \(had)")
        return try await settle(pending, server, .applied(now), event)
    }

    /// A smaller memory is asked for only where what is in use fits: cgroup v1 would refuse it, v2 would kill.
    private func apply(_ limits: ContainerLimits, to container: ObservedContainer) async throws {
        guard let present = container.limits else {
            throw RuntimeError.failed("this machine does not bound what containers use")
        }
        if limits.memory < present.memory {
            let used = try await control.runtime.usage(of: container.id).memory
            guard used <= limits.memory else { throw ResizeRefusal(using: used, wanted: limits.memory) }
        }
        do {
            try await control.runtime.resize(container.id, to: limits)
        } catch RuntimeError.belowUse {
            throw ResizeRefusal(using: try await control.runtime.usage(of: container.id).memory, wanted: limits.memory)
        }
    }

    /// The files in the container that tell of its resources. That they cannot be written undoes no resize.
    private func tell(_ server: Server) async {
        var server = server
        if let desired = server.desiredResources { server.spec?.resources = desired }
        do {
            try await control.workspaces.tellResources(server)
        } catch {
            logger.error(
                "a server could not be told of its resources",
                metadata: ["server": "\(server.id)", "error": "\(error)"])
        }
    }

    private func settle(
        _ pending: Resize, _ server: Server, _ outcome: Resize.Outcome, _ event: NewEvent
    ) async throws -> Next {
        try await control.servers.settleResize(
            server.id, revision: pending.revision, outcome, [event], at: now)
        // Less than was kept for it may be its now, or what it asked for is not to be kept any more.
        control.admission.roomChanged()
        return .again
    }

    private func refuse(_ pending: Resize, _ server: Server, code: String, _ why: String) async throws -> Next {
        let event = NewEvent(.resizeRefused, "Not resized to \(pending.target.summary): \(why)")
        return try await settle(pending, server, .refused(now, code: code, message: why), event)
    }

    /// The engine failed: again after a pause, as often as for a launch.
    private func retry(_ pending: Resize, _ server: Server, _ message: String) async throws -> Next {
        var failures = 1
        if case .pending(let retry?) = pending.outcome { failures = retry.failures + 1 }
        guard failures < control.limits.tries else {
            return try await refuse(pending, server, code: Resize.engine, "the engine failed: \(message)")
        }
        let retry = Resize.Retry(failures: failures, at: now + control.limits.backOff(after: failures))
        return try await settle(
            pending, server, .pending(retry), NewEvent(.retrying, "Trying to resize again: \(message)"))
    }
}

// MARK: Limits that something other than Berth changed

extension StepRunner {
    private static let pause = Duration.seconds(30)

    private func restored(
        _ container: ObservedContainer, _ limits: ContainerLimits, _ server: Server, _ status: ServerStatus
    ) async throws -> Next {
        var next = status
        next.message = nil
        let found = container.limits.map(\.summary) ?? "no limits"
        return try await record(
            next, server,
            NewEvent(
                .limitsRestored, "Something other than Berth gave it \(found); it has \(limits.summary) again"))
    }

    /// More is in use than it is to have: it keeps what it was given until less is, and its history says so once.
    private func leave(_ refusal: ResizeRefusal, _ server: Server, _ status: ServerStatus) async throws -> Next {
        let message = "it uses more than the \(refusal.wanted) that it is to have, and keeps what it was given"
        if status.message != message {
            var next = status
            next.message = message
            _ = try await record(
                next, server, NewEvent(.limitsRestored, "Something other than Berth changed its limits: \(message)"))
        }
        return .rest(until: now + Self.pause)
    }

    private func driftStays(_ server: Server, _ message: String) -> Next {
        logger.warning(
            "a container's limits could not be put back", metadata: ["server": "\(server.id)", "error": "\(message)"])
        return .rest(until: now + Self.pause)
    }
}

/// More memory is in use than was to be left.
private struct ResizeRefusal: Error {
    let wanted: Bytes
    let message: String

    init(using used: Bytes, wanted: Bytes) {
        self.wanted = wanted
        // What the kernel could not take back at once, beside what programs hold.
        let more = used > wanted ? "" : " and files that are being written"
        message = "it is using \(used)\(more), more than \(wanted); free some memory, or restart it with \(wanted)"
    }
}

extension ContainerLimits {
    /// For people: `2 cores, 1 GiB`, and what else may differ.
    fileprivate var summary: String {
        let swap = memoryAndSwap == memory ? "" : " and \(Bytes(memoryAndSwap.count - memory.count)) of swap"
        return "\(burst.words) (weight \(weight)), \(memory)\(swap), \(pids) processes"
    }
}
