import Accounts
package import Logging
import Servers
import ServiceLifecycle

/// Finds out what ran out of memory, and tells it: in the server's history, and to the person who works in it.
///
/// The kernel's count of a container's run is the truth: whatever it rose by is told once, whether a hint of the engine's or a
/// look at all containers shows it first, and also when nobody looked as it happened. One worker a server.
package struct MemoryWatcher: Service {
    private let control: ControlContext
    private let logger: Logger

    /// How long a kernel's death is waited for that the server has not told yet, and a count that has not risen yet.
    private static let patience = Duration.seconds(5)
    private static let pause = Duration.milliseconds(500)

    package init(_ control: ControlContext, logger: Logger) {
        self.control = control
        self.logger = logger
    }

    package func run() async throws {
        let queue = control.memory.queue
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                for await server in queue.keys() where queue.begin(server) {
                    group.addTask {
                        repeat {
                            queue.take(server)
                            await look(into: server)
                        } while !queue.end(server) && !Task.isCancelled
                    }
                }
                group.cancelAll()
            }
        }
    }

    private func look(into server: ServerID) async {
        do {
            control.memory.forget(try await explain(server), of: server)
        } catch is CancellationError {
            return
        } catch {
            // The next hint, or look at all containers, brings it up again.
            logger.warning(
                "what ran out of memory is not known yet", metadata: ["server": "\(server)", "error": "\(error)"])
        }
    }

    /// Looks until all that died is named, or nothing more is to be found out. Answers the hints that were looked into.
    private func explain(_ server: ServerID) async throws -> [Timestamp] {
        let deadline = control.time.now() + Self.patience
        var hints: [Timestamp] = []
        while let tracked = try await control.servers.server(server) {
            hints = control.memory.hints(of: server)
            guard let before = try await container(of: tracked) else { break }
            try await settle(tracked)
            let isHinted = !tracked.untold(hints, in: before).isEmpty
            guard isHinted || tracked.untoldKills(in: before, hints: hints) > 0 else { break }

            let asked = control.time.now()
            let reading = await deaths(in: tracked)
            // Once more: what the server tells as dead is counted by now.
            guard let container = try await container(of: tracked) else { break }
            let finding = MemoryFinding(tracked, container, hints: hints, reading: reading, asked: asked)
            if finding.isComplete || (control.time.now() >= deadline && finding.killed > 0) {
                try await tell(finding)
                break
            }
            guard control.time.now() < deadline else { break }
            try await control.time.sleep(for: Self.pause)
        }
        return hints
    }

    /// The container of the latest generation, while it runs.
    private func container(of tracked: TrackedServer) async throws -> ObservedContainer? {
        try await control.runtime.containers(of: tracked.server.id)
            .first { $0.generation == tracked.server.generation && $0.run != nil }
    }

    private func deaths(in tracked: TrackedServer) async -> DeathReading {
        guard tracked.phase == .started, let endpoint = tracked.current?.endpoint else { return .untold }
        let server = tracked.server
        return await control.notebook.deaths(
            endpoint, basePath: control.origins.path(of: server.key),
            token: control.keys.notebookToken(server: server.id, generation: server.generation))
    }

    private func tell(_ finding: MemoryFinding) async throws {
        let server = finding.tracked.server
        let remedy = await control.remedy(for: server, beyond: finding.limit)
        let record = finding.record(remedy, at: control.time.now())
        // Before the record: who is told twice, because a crash came in between, is shown it once.
        let notice = Notice(record.last, run: record.run, kills: record.kills, page: page(record.last, server))
        await control.workspaces.tell(notice, in: server.id, logger: logger)
        let event = NewEvent(.outOfMemory, record.last.explanation(for: server.key))
        let isNew = try await control.servers.noteMemory(of: server.id) { now in
            now.memory == finding.tracked.memory && now.server.generation == record.generation
                ? MemoryNote(record, event: event) : nil
        }
        guard isNew else { return }
        logger.notice(
            "out of memory",
            metadata: ["server": "\(server.id)", "limit": "\(finding.limit)", "processes": "\(finding.killed)"])
    }

    /// A server that was given more is told of no more.
    private func settle(_ tracked: TrackedServer) async throws {
        guard tracked.isNewlyRemedied, var record = tracked.memory else { return }
        record.last.isRemedied = true
        let settled = record
        let isSettled = try await control.servers.noteMemory(of: tracked.server.id) { now in
            now.memory == tracked.memory ? MemoryNote(settled) : nil
        }
        guard isSettled else { return }
        await control.workspaces.stopTelling(.outOfMemory, in: tracked.server.id, logger: logger)
    }

    private func page(_ report: OutOfMemory, _ server: Server) -> String? {
        guard case .resize(let memory)? = report.remedy else { return nil }
        return control.resizePage(of: server.key, memory: memory)
    }
}

extension MemoryWatcher: CustomStringConvertible {
    /// Its name alone: a service is named in logs.
    package var description: String { "memory watcher" }
}
