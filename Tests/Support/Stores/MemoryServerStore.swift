import Foundation
package import Servers
import Synchronization

/// Servers in memory, keeping the contract of `ServerStore`; owners need no account here.
package final class MemoryServerStore: ServerStore {
    let state = Mutex(State())
    private let now: @Sendable () -> Timestamp
    let uptime: @Sendable () -> Uptime
    let hasRequest: @Sendable (ServerKey, Timestamp) -> Bool
    private let onChange: @Sendable (StoreChange) -> Void

    struct State {
        var servers: [ServerKey: TrackedServer] = [:]
        var usage = UsageBook()
        /// Removed ones, which only their id finds.
        var gone: [ServerID: TrackedServer] = [:]
        var events: [ServerEvent] = []
        var audit: [AuditEntry] = []
        var failure: (any Error)?
    }

    /// - Parameters:
    ///   - now: stamps the events of a change that has no audit entry.
    ///   - uptime: what the ledger goes by; by default as the clock says.
    ///   - hasRequest: whether more was asked for a server since then.
    ///   - onChange: called for each change that wrote something, in their order; must not call the store.
    package init(
        now: @escaping @Sendable () -> Timestamp = { Timestamp(Date()) },
        uptime: (@Sendable () -> Uptime)? = nil,
        hasRequest: @escaping @Sendable (ServerKey, Timestamp) -> Bool = { _, _ in false },
        onChange: @escaping @Sendable (StoreChange) -> Void = { _ in }
    ) {
        self.now = now
        self.uptime = uptime ?? { Uptime(boot: "boot", microseconds: now().microseconds) }
        self.hasRequest = hasRequest
        self.onChange = onChange
    }

    /// Every audit entry so far, oldest first.
    package var audit: [AuditEntry] { state.withLock { $0.audit } }

    /// Every event so far of all servers, oldest first.
    package var history: [ServerEvent] { state.withLock { $0.events } }

    /// Lets every call fail with `error` from now on; nil: no more.
    package func fail(with error: (any Error)?) { state.withLock { $0.failure = error } }

    /// Puts a server back as it was, or away when nil, as a restored backup does.
    package func put(_ tracked: TrackedServer?, at key: ServerKey) {
        state.withLock { $0.servers[key] = tracked }
    }

    package func server(_ key: ServerKey) async throws -> TrackedServer? {
        try access { $0.servers[key] }
    }

    package func server(_ id: ServerID) async throws -> TrackedServer? {
        try access { $0.find(id) }
    }

    package func servers(of owner: UserName?) async throws -> [TrackedServer] {
        try access { state in
            state.servers.values.filter { owner == nil || $0.server.key.owner == owner }
                .sorted { $0.server.key < $1.server.key }
        }
    }

    package func servers(_ ids: [ServerID]) async throws -> [TrackedServer] {
        try access { state in
            let byID = Dictionary(state.servers.values.map { ($0.server.id, $0) }) { first, _ in first }
            return ids.compactMap { byID[$0] }
        }
    }

    package func fleet(of owner: UserName?, with parts: Set<FleetPart>) async throws -> [FleetEntry] {
        try await servers(of: owner).map { Self.line(of: $0, parts) }
    }

    package func unfinishedFleet(with parts: Set<FleetPart>) async throws -> [FleetEntry] {
        try access { state in
            state.unfinished.filter { !$0.isGone }.sorted { $0.server.key < $1.server.key }
                .map { Self.line(of: $0, parts) }
        }
    }

    private static func line(of tracked: TrackedServer, _ parts: Set<FleetPart>) -> FleetEntry {
        var entry = FleetEntry(tracked)
        if !parts.contains(.spec) { entry.spec = nil }
        if !parts.contains(.status) { entry.status = nil }
        return entry
    }

    package func unfinished() async throws -> [TrackedServer] {
        try access { state in state.unfinished }
    }

    package func change<Outcome: Sendable>(
        _ key: ServerKey, _ change: @escaping @Sendable (TrackedServer?) throws -> ServerChange<Outcome>
    ) async throws -> Outcome {
        try await self.change(key) { before, _ in try change(before) }
    }

    package func change<Outcome: Sendable>(
        _ key: ServerKey,
        _ change: @escaping @Sendable (TrackedServer?, [TrackedServer]) throws -> ServerChange<Outcome>
    ) async throws -> Outcome {
        try access { state in
            let wanted = try change(state.servers[key], state.unfinished)
            let written = try state.write(wanted.server, of: key)
            if let audit = wanted.audit { state.audit.append(audit) }
            let at = wanted.audit?.at ?? now()
            if let concerned = written ?? state.servers[key]?.server {
                if let idle = wanted.idle { state.servers[concerned.key]?.idle = idle }
                state.append(wanted.events, of: concerned.id, concerned.generation, at: at)
                state.letGo(concerned.id)
                if written != nil || wanted.idle != nil || !wanted.events.isEmpty {
                    onChange(state.newest(concerned.id))
                }
            } else if wanted.idle != nil || !wanted.events.isEmpty {
                throw StoreMisuse.eventsOfNothing(key)
            }
            return wanted.outcome
        }
    }

    @discardableResult
    package func record(_ status: ServerStatus, _ events: [NewEvent], at now: Timestamp) async throws -> Bool {
        try access { state in try save(status, events, at: now, &state) }
    }

    package func record<Outcome: Sendable>(
        _ server: ServerID, at now: Timestamp,
        _ decide: @escaping @Sendable (TrackedServer, [TrackedServer]) throws -> StatusChange<Outcome>
    ) async throws -> Outcome? {
        try access { state in
            guard let tracked = state.find(server) else { return nil }
            let reached = try decide(tracked, state.unfinished)
            if let status = reached.status { _ = try save(status, reached.events, at: now, &state) }
            return reached.outcome
        }
    }

    @discardableResult
    package func settleResize(
        _ server: ServerID, revision: Int, _ outcome: Resize.Outcome, _ events: [NewEvent], at now: Timestamp
    ) async throws -> Bool {
        try access { state in
            guard let next = state.find(server)?.settled(revision, outcome) else { return false }
            state.keep(next)
            try follow(next, at: now, &state)
            state.append(events, of: server, next.server.generation, at: now)
            onChange(state.newest(server))
            return true
        }
    }

    private func save(
        _ status: ServerStatus, _ events: [NewEvent], at now: Timestamp, _ state: inout State
    ) throws -> Bool {
        guard var tracked = state.find(status.server) else { return false }
        guard status.generation <= tracked.server.generation else {
            throw StoreMisuse.generationAhead(status.server)
        }
        guard status.phase != .finished || status.reason != nil else {
            throw StoreMisuse.finishedWithoutReason(status.server)
        }
        if let old = tracked.status, (status.generation, status.phase) < (old.generation, old.phase) {
            return false
        }
        tracked.status = status
        state.keep(tracked)
        try follow(tracked, at: now, &state)
        state.letGo(status.server)
        state.append(events, of: status.server, status.generation, at: now)
        onChange(state.newest(status.server))
        return true
    }

    package func noteUse(of key: ServerKey, at moment: Timestamp) async throws {
        try access { state in
            guard var tracked = state.servers[key] else { return }
            tracked.usedAt = max(tracked.usedAt ?? moment, moment)
            state.keep(tracked)
        }
    }

    @discardableResult
    package func noteMemory(
        of server: ServerID, _ note: @escaping @Sendable (TrackedServer) -> MemoryNote?
    ) async throws -> Bool {
        try access { state in
            guard var tracked = state.find(server), let note = note(tracked) else { return false }
            tracked.memory = note.record
            state.keep(tracked)
            let events = [note.event].compactMap(\.self)
            state.append(events, of: server, note.record.generation, at: note.record.last.at)
            onChange(state.newest(server))
            return true
        }
    }

    package func events(of server: ServerID, after: Int64, limit: Int) async throws -> [ServerEvent] {
        try access { state in
            Array(state.events.lazy.filter { $0.server == server && $0.id > after }.prefix(max(limit, 0)))
        }
    }

    package func latestEvents(of server: ServerID, limit: Int) async throws -> [ServerEvent] {
        try access { state in Array(state.events.filter { $0.server == server }.suffix(max(limit, 0))) }
    }

    /// One transaction: what `body` changed is forgotten when it throws.
    func access<Value: Sendable>(_ body: (inout State) throws -> Value) throws -> Value {
        try state.withLock { state in
            if let failure = state.failure { throw failure }
            var draft = state
            let value = try body(&draft)
            state = draft
            return value
        }
    }
}

extension MemoryServerStore.State {
    fileprivate var unfinished: [TrackedServer] {
        servers.values.filter { $0.server.generation > 0 && $0.current?.phase != .finished }
            .sorted { $0.server.key < $1.server.key }
    }

    func find(_ id: ServerID) -> TrackedServer? {
        gone[id] ?? servers.values.first { $0.server.id == id }
    }

    fileprivate mutating func keep(_ tracked: TrackedServer) {
        if gone[tracked.server.id] != nil {
            gone[tracked.server.id] = tracked
        } else {
            servers[tracked.server.key] = tracked
        }
    }

    /// Takes the key from a server that is wanted removed once nothing is left of it.
    fileprivate mutating func letGo(_ id: ServerID) {
        guard let tracked = servers.values.first(where: { $0.server.id == id }), tracked.isGone else { return }
        servers[tracked.server.key] = nil
        gone[id] = tracked
    }

    /// Writes `server`, which must have the key that was asked for, and the id it had before or a new one.
    fileprivate mutating func write(_ server: Server?, of key: ServerKey) throws -> Server? {
        guard let server else { return nil }
        let before = servers[key]
        guard before != nil || server.key == key else {
            throw StoreMisuse.keyMismatch(asked: key, given: server.key)
        }
        guard server.generation == 0 || (server.spec != nil && server.launchedAt != nil) else {
            throw StoreMisuse.launchedWithoutSpec(server.id)
        }
        if let holder = find(server.id), holder.server.key != key { throw StoreMisuse.idTaken(server.id) }
        if let before, before.server.id != server.id { throw StoreMisuse.idChanged(server.id) }
        if server.key != key, servers[server.key] != nil { throw ServerNameTaken(server.key) }
        let newest = before?.server.resize
        guard server.resize == newest || (server.resize?.revision ?? 0) > (newest?.revision ?? 0) else {
            throw StoreMisuse.resizeRewritten(server.id)
        }
        servers[key] = nil
        servers[server.key] = TrackedServer(
            server: server, status: before?.status, usedAt: before?.usedAt, memory: before?.memory,
            idle: before?.idle ?? IdleRecord())
        return server
    }

    fileprivate mutating func append(_ new: [NewEvent], of server: ServerID, _ generation: Int, at: Timestamp) {
        for event in new {
            events.append(
                ServerEvent(
                    id: Int64(events.count + 1), server: server, generation: generation, at: at, kind: event.kind,
                    message: event.message))
        }
    }

    fileprivate func newest(_ server: ServerID) -> StoreChange {
        .server(server, event: events.last { $0.server == server }?.id ?? 0)
    }
}

/// A call of a store that no correct program makes.
package enum StoreMisuse: Error, Hashable, Sendable {
    case keyMismatch(asked: ServerKey, given: ServerKey)
    case idTaken(ServerID)
    case idChanged(ServerID)
    case generationAhead(ServerID)
    case eventsOfNothing(ServerKey)
    case finishedWithoutReason(ServerID)
    case launchedWithoutSpec(ServerID)
    case resizeRewritten(ServerID)
}
