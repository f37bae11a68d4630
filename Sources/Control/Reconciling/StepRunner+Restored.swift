import Logging
import Servers

/// What to do with containers that are ahead of the store, as they are after a backup was restored.
extension StepRunner {
    /// Takes over a container of a later generation than is known: it is that generation now, with what is known of the
    /// last one. The next step finds the container as if this process had started it.
    func adopt(_ container: ObservedContainer, _ server: Server) async throws -> Next {
        let now = now
        let audit = AuditEntry(
            at: now, principal: "system", address: nil, action: "server.adopt", target: server.key.description,
            result: "done")
        let adopted = try await control.servers.change(server.key) { existing -> ServerChange<Server?> in
            guard var next = existing?.server, next.id == server.id, next.generation < container.generation else {
                return ServerChange(server: nil, outcome: nil)
            }
            next.generation = container.generation
            next.desired = .running
            next.launchedAt = container.startedAt ?? now
            // As it runs: with what it was given since the backup, too.
            if let limits = container.limits, let known = next.spec?.resources {
                next.spec?.resources = known.having(limits)
            }
            let event = NewEvent(.adopted, "Taken over from before the store was restored")
            return ServerChange(server: next, events: [event], audit: audit, outcome: next)
        }
        guard let adopted else { return .again }
        var status = ServerStatus(accepted: adopted, node: .local, at: now).advanced(to: .startInitiated, at: now)
        status.container = container.id
        // It may have been up for days: what it has to answer counts from here.
        status.containerStartedAt = now
        status.epoch = control.engine.host?.epoch
        return try await record(status, adopted)
    }

    /// Stops and removes what runs of a server that the store does not know, and keeps its log.
    ///
    /// Not in this process's first minute: an operator may notice by then that it was the wrong backup.
    func collect(_ server: ServerID) async -> Next {
        do {
            guard let container = try await control.runtime.containers(of: server).first else {
                return .rest(until: nil)
            }
            let due = began + control.limits.missingGrace
            guard now >= due else { return .rest(until: due) }
            logger.warning(
                "removing the container of a server that is not in the store",
                metadata: ["server": "\(server)", "container": "\(container.name)"])
            try await control.runtime.stop(container.id, grace: control.limits.stopGrace)
            await keepLog(of: container)
            try await control.runtime.remove(container.id, force: true)
            return .again
        } catch {
            return engineAway(error)
        }
    }
}
