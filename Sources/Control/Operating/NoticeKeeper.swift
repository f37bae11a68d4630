package import Logging
import Servers
import ServiceLifecycle

/// Shows in every server that runs what admins say to all: a broadcast, and the deadline of a drain; and takes it away when it
/// is over. Level-based: what is to be shown is read anew, and what was shown is known only until this process ends, so each
/// process begins by putting all of it right.
package struct NoticeKeeper: Service {
    private let control: ControlContext
    private let logger: Logger

    /// How often it looks while nothing changes: as exactly does a broadcast end.
    private static let interval = Duration.seconds(5)
    /// The pause between two looks at all servers, however much changes.
    private static let pause = Duration.seconds(1)
    private static let kinds: [Notice.Kind] = [.drain, .broadcast]

    package init(_ control: ControlContext, logger: Logger) {
        self.control = control
        self.logger = logger
    }

    package func run() async throws {
        await control.lookAtChanges(every: Self.interval, from: Told()) { told in
            do {
                try await keep(&told)
            } catch {
                logger.error("the notices could not be put right", metadata: ["error": "\(error)"])
            }
        }
    }

    /// What is shown, as far as this process knows.
    private struct Told {
        struct Server: Equatable {
            let generation: Int
            var ids: [Notice.Kind: String]
        }

        var servers: [ServerID: Server] = [:]
        var isFirst = true
    }

    private func keep(_ told: inout Told) async throws {
        let standing = try await standing()
        guard told.isFirst || !standing.isEmpty || !told.servers.isEmpty else { return }
        let facts = try await FleetFacts(for: standing.filter.keys, control, at: control.time.now())
        var next: [ServerID: Told.Server] = [:]
        for tracked in try await control.servers.unfinished() where tracked.phase == .started {
            let server = tracked.server
            let wanted = standing.notices(for: tracked, facts)
            let ids = wanted.mapValues(\.id)
            let known = told.servers[server.id].flatMap { $0.generation == server.generation ? $0 : nil }
            if known?.ids ?? [:] != ids || told.isFirst { await show(wanted, in: server.id) }
            if !ids.isEmpty { next[server.id] = Told.Server(generation: server.generation, ids: ids) }
        }
        (told.servers, told.isFirst) = (next, false)
        try? await control.time.sleep(for: Self.pause)
    }

    private func standing() async throws -> Standing {
        let broadcast = try await control.operating.broadcast(at: control.time.now())
        return Standing(
            drain: try await control.operating.drain().flatMap { Notice($0) }, broadcast: broadcast.map { Notice($0) },
            filter: try FleetFilter(broadcast?.filter ?? ""))
    }

    private func show(_ wanted: [Notice.Kind: Notice], in server: ServerID) async {
        for kind in Self.kinds {
            if let notice = wanted[kind] {
                await control.workspaces.tell(notice, in: server, logger: logger)
            } else {
                await control.workspaces.stopTelling(kind, in: server, logger: logger)
            }
        }
    }
}

/// What is said to all now.
private struct Standing {
    let drain: Notice?
    let broadcast: Notice?
    /// Whom the broadcast is for.
    let filter: FleetFilter

    var isEmpty: Bool { drain == nil && broadcast == nil }

    func notices(for server: TrackedServer, _ facts: FleetFacts) -> [Notice.Kind: Notice] {
        var notices: [Notice.Kind: Notice] = [:]
        if let drain { notices[drain.kind] = drain }
        if let broadcast, facts.fit(server, filter) { notices[broadcast.kind] = broadcast }
        return notices
    }
}

extension NoticeKeeper: CustomStringConvertible {
    /// Its name alone: a service is named in logs.
    package var description: String { "notice keeper" }
}
