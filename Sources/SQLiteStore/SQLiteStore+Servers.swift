import GRDB
package import Servers

extension SQLiteStore: ServerStore {
    package func server(_ key: ServerKey) async throws -> TrackedServer? {
        try await read { db in try Self.find(key, db) }
    }

    package func server(_ id: ServerID) async throws -> TrackedServer? {
        try await read { db in try Self.find(id, db) }
    }

    package func servers(of owner: UserName?) async throws -> [TrackedServer] {
        try await read { db in
            guard let owner else { return try Self.tracked(db, where: "removed_at IS NULL") }
            return try Self.tracked(db, where: "owner = ? AND removed_at IS NULL", [owner.value])
        }
    }

    package func unfinished() async throws -> [TrackedServer] {
        try await read(Self.unfinished)
    }

    package func change<Outcome: Sendable>(
        _ key: ServerKey, _ change: @escaping @Sendable (TrackedServer?) throws -> ServerChange<Outcome>
    ) async throws -> Outcome {
        try await write { [self] db in try apply(key, db, change) }
    }

    package func change<Outcome: Sendable>(
        _ key: ServerKey,
        _ change: @escaping @Sendable (TrackedServer?, [TrackedServer]) throws -> ServerChange<Outcome>
    ) async throws -> Outcome {
        try await write { [self] db in
            let unfinished = try Self.unfinished(db)
            return try apply(key, db) { try change($0, unfinished) }
        }
    }

    @discardableResult
    package func record(_ status: ServerStatus, _ events: [NewEvent], at now: Timestamp) async throws -> Bool {
        try await write { [self] db in
            guard let tracked = try Self.find(status.server, db) else { return false }
            return try save(status, over: tracked, events, at: now, db)
        }
    }

    package func record<Outcome: Sendable>(
        _ server: ServerID, at now: Timestamp,
        _ decide: @escaping @Sendable (TrackedServer, [TrackedServer]) throws -> StatusChange<Outcome>
    ) async throws -> Outcome? {
        try await write { [self] db in
            guard let tracked = try Self.find(server, db) else { return nil }
            let reached = try decide(tracked, Self.unfinished(db))
            if let status = reached.status { try save(status, over: tracked, reached.events, at: now, db) }
            return reached.outcome
        }
    }

    package func events(of server: ServerID, after: Int64, limit: Int) async throws -> [ServerEvent] {
        try await read { db in
            try EventRecord.fetchAll(
                db, sql: "SELECT * FROM events WHERE server = ? AND id > ? ORDER BY id LIMIT ?",
                arguments: [server.value, after, max(limit, 0)]
            ).map(\.event)
        }
    }

    package func latestEvents(of server: ServerID, limit: Int) async throws -> [ServerEvent] {
        try await read { db in
            try EventRecord.fetchAll(
                db, sql: "SELECT * FROM events WHERE server = ? ORDER BY id DESC LIMIT ?",
                arguments: [server.value, max(limit, 0)]
            ).reversed().map(\.event)
        }
    }

    // MARK: Inside a transaction

    /// Carries out a change of intent.
    private func apply<Outcome>(
        _ key: ServerKey, _ db: Database, _ change: (TrackedServer?) throws -> ServerChange<Outcome>
    ) throws -> Outcome {
        let before = try Self.find(key, db)
        let wanted = try change(before)
        if let server = wanted.server { try write(server, of: key, before: before?.server, db) }
        if let audit = wanted.audit { try AuditRecord(audit).insert(db) }
        guard let concerned = wanted.server ?? before?.server else {
            guard wanted.events.isEmpty, wanted.idle == nil else {
                throw StoreProblem.misuse(path, "events of no server")
            }
            return wanted.outcome
        }
        let at = wanted.audit?.at ?? now()
        try Self.append(wanted.events, of: concerned.id, concerned.generation, at: at, db)
        if let idle = wanted.idle { try IdleRow.keep(idle, of: concerned.id, db) }
        try Self.letGo(concerned.id, at: at, db)
        if wanted.server != nil || wanted.idle != nil || !wanted.events.isEmpty { try announce(concerned.id, db) }
        return wanted.outcome
    }

    /// Writes a status unless a later one is there; answers whether it did.
    @discardableResult
    private func save(
        _ status: ServerStatus, over tracked: TrackedServer, _ events: [NewEvent], at now: Timestamp, _ db: Database
    ) throws -> Bool {
        guard status.generation <= tracked.server.generation else {
            throw StoreProblem.misuse(path, "a status of a generation that was never asked for")
        }
        if let old = tracked.status, (status.generation, status.phase) < (old.generation, old.phase) { return false }
        try StatusRecord(status).save(db)
        if let news = StoreNews.Reached(status, before: tracked.status, launchedAt: tracked.server.launchedAt) {
            count(.reached(news), db)
        }
        var reached = tracked
        reached.status = status
        try followUsage(reached, at: now, db)
        try Self.append(events, of: status.server, status.generation, at: now, db)
        try Self.letGo(status.server, at: now, db)
        try announce(status.server, db)
        return true
    }

    private static func unfinished(_ db: Database) throws -> [TrackedServer] {
        try tracked(
            db,
            where: """
                servers.generation > 0 AND (status.server IS NULL OR status.generation < servers.generation
                OR status.phase <> 'finished')
                """)
    }

    private static func find(_ key: ServerKey, _ db: Database) throws -> TrackedServer? {
        try tracked(db, where: "owner = ? AND name = ? AND removed_at IS NULL", [key.owner.value, key.name.value]).first
    }

    static func find(_ id: ServerID, _ db: Database) throws -> TrackedServer? {
        try tracked(db, where: "servers.id = ?", [id.value]).first
    }

    /// The servers for which `condition` over `servers` and `status` holds, by owner and name.
    static func tracked(
        _ db: Database, where condition: String, _ arguments: StatementArguments = []
    ) throws -> [TrackedServer] {
        let tables = "FROM servers LEFT JOIN status ON status.server = servers.id WHERE \(condition)"
        let servers = try ServerRecord.fetchAll(
            db, sql: "SELECT servers.* \(tables) ORDER BY owner, name", arguments: arguments)
        let statuses = try StatusRecord.fetchAll(
            db, sql: "SELECT status.* \(tables) AND status.server IS NOT NULL", arguments: arguments)
        let byServer = Dictionary(statuses.map { ($0.server, $0) }) { first, _ in first }
        let uses = try UseRecord.fetchAll(
            db, sql: "SELECT uses.* \(tables.replacing("WHERE", with: "JOIN uses ON uses.server = servers.id WHERE"))",
            arguments: arguments)
        let usedAt = Dictionary(uses.map { ($0.server, Timestamp(microseconds: $0.at)) }) { first, _ in first }
        let resizes = try newestResizes(db, where: condition, arguments)
        let rows = try MemoryRow.fetchAll(
            db,
            sql:
                "SELECT memory.* \(tables.replacing("WHERE", with: "JOIN memory ON memory.server = servers.id WHERE"))",
            arguments: arguments)
        let memory = Dictionary(rows.map { ($0.server, $0) }) { first, _ in first }
        let idleRows = try IdleRow.fetchAll(
            db,
            sql: "SELECT idle.* \(tables.replacing("WHERE", with: "JOIN idle ON idle.server = servers.id WHERE"))",
            arguments: arguments)
        let idle = Dictionary(idleRows.map { ($0.server, $0.record) }) { first, _ in first }
        return try servers.map { record in
            var server = try record.server()
            server.resize = resizes[server.id]
            return TrackedServer(
                server: server, status: try byServer[record.id]?.status(of: server), usedAt: usedAt[record.id],
                memory: try memory[record.id]?.record(), idle: idle[record.id] ?? IdleRecord())
        }
    }

    private func write(_ server: Server, of key: ServerKey, before: Server?, _ db: Database) throws {
        guard before != nil || server.key == key else {
            throw StoreProblem.misuse(path, "a change of \(key) that writes \(server.key)")
        }
        guard before == nil || before?.id == server.id else {
            throw StoreProblem.misuse(path, "a change of \(key) that gives it another id")
        }
        if server.key != key {
            if try Self.find(server.key, db) != nil { throw ServerNameTaken(server.key) }
            try Self.moveRequests(from: key, to: server.key, db)
        }
        if before == nil { try Self.refuseGone(server.key.owner, db) }
        let record = try ServerRecord(server)
        if before == nil { try record.insert(db) } else { try record.update(db) }
        try add(server.resize, of: server.id, after: before?.resize, db)
    }

    /// Takes the key from a server that is wanted removed once nothing is left of it.
    private static func letGo(_ server: ServerID, at now: Timestamp, _ db: Database) throws {
        guard let tracked = try find(server, db), tracked.isGone else { return }
        try db.execute(
            sql: "UPDATE servers SET removed_at = ? WHERE id = ? AND removed_at IS NULL",
            arguments: [now.microseconds, server.value])
    }

    static func append(
        _ events: [NewEvent], of server: ServerID, _ generation: Int, at: Timestamp, _ db: Database
    ) throws {
        for event in events { try EventRecord(event, of: server, generation: generation, at: at).insert(db) }
    }
}
