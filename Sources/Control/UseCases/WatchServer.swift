package import Accounts
package import Servers

/// Reads servers and follows them as they change.
package struct WatchServer: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// The server, if it is there and visible. Throws `Refusal` 404 else.
    package func callAsFunction(_ key: ServerKey, by principal: Principal) async throws -> TrackedServer {
        try principal.requireSight(of: key)
        guard let tracked = try await control.servers.server(key) else { throw Refusal.notVisible }
        return control.withActivity(tracked)
    }

    /// The servers of one user, or all that the principal may see when nil.
    package func all(of owner: UserName?, by principal: Principal) async throws -> [TrackedServer] {
        let servers = try await control.servers.servers(of: owner)
        return servers.filter { principal.sees($0.server.key) }.map(control.withActivity)
    }

    /// What `owner`'s workspace takes on the disk; nil until it was measured.
    package func workspace(of owner: UserName) -> WorkspaceUse? { control.disk.workspace(of: owner) }

    /// What it uses; nil while it is not started, or not read yet.
    package func usage(of tracked: TrackedServer) -> ServerUsage? { control.usage.usage(of: tracked) }

    /// How far it has come right now.
    package func progress(of tracked: TrackedServer) -> LaunchProgress { control.progress.describe(tracked) }

    /// By the clock that all times of servers are of.
    package var now: Timestamp { control.time.now() }

    /// Where it stands in the queue; nil when it does not wait there.
    package func queueEntry(of tracked: TrackedServer) -> QueueEntry? {
        tracked.phase == .accepted ? control.admission.entry(of: tracked.server.id) : nil
    }

    /// Whether its next start would get another image than the one it runs.
    package func hasNewerImage(than tracked: TrackedServer) -> Bool { control.images.hasNewer(than: tracked) }

    /// The server's history after event `after`, oldest first.
    package func events(
        _ key: ServerKey, after: Int64, limit: Int, by principal: Principal
    ) async throws -> [ServerEvent] {
        let tracked = try await self(key, by: principal)
        return try await control.servers.events(of: tracked.server.id, after: after, limit: limit)
    }

    /// The latest `count` events of the server's history, oldest first.
    package func latestEvents(
        _ key: ServerKey, count: Int, by principal: Principal
    ) async throws -> [ServerEvent] {
        let tracked = try await self(key, by: principal)
        return try await control.servers.latestEvents(of: tracked.server.id, limit: count)
    }

    /// Yields the server now and again whenever it or its progress changes; ends when the caller stops reading.
    /// A slow reader misses steps in between, never the latest.
    package func changes(_ key: ServerKey, by principal: Principal) async throws -> ServerChanges {
        let tracked = try await self(key, by: principal)
        return ServerChanges(server: tracked.server.id, control: control)
    }

    /// Ticks whenever something may have changed of `owner`'s servers or requests, or of anybody's when nil. It tells nothing
    /// of them: what the principal may see is read by `all`.
    package func changes(of owner: UserName?) -> OwnersChanges { OwnersChanges(of: owner, control: control) }

    /// The name of the present state of all servers and requests: while it is the same, nothing of them has changed.
    package var edition: String { control.feed.edition }

    /// Waits until the latest generation of a server, which the caller was given, has settled: ready, or finished. Nil when
    /// `limit` passes first.
    package func settled(_ tracked: TrackedServer, within limit: Duration) async -> TrackedServer? {
        await first(of: tracked.server.id, within: limit) { $0.activity == .ready || $0.activity == .stopped }
    }

    /// Waits until a resize is applied, refused or overtaken, or the server stops. Nil when `limit` passes first.
    package func resized(
        _ tracked: TrackedServer, revision: Int, within limit: Duration
    ) async -> TrackedServer? {
        await first(of: tracked.server.id, within: limit) { seen in
            seen.server.pendingResize?.revision != revision || seen.activity == .stopped
        }
    }

    private func first(
        of server: ServerID, within limit: Duration, where condition: @escaping @Sendable (TrackedServer) -> Bool
    ) async -> TrackedServer? {
        let changes = ServerChanges(server: server, control: control)
        return await control.time.within(limit) {
            for await tracked in changes where condition(tracked) { return tracked }
            return nil
        }
    }
}

extension ControlContext {
    /// With when something was last seen to go on in it.
    func withActivity(_ tracked: TrackedServer) -> TrackedServer {
        var tracked = tracked
        tracked.activeAt = activity.lastActivity(of: tracked, at: time.now())
        return tracked
    }
}
