import GRDB
package import Servers

extension Schema {
    /// What was last killed for memory in each server, and up to where that was told of.
    static let memory = """
        CREATE TABLE memory (
            server TEXT PRIMARY KEY NOT NULL REFERENCES servers (id),
            generation INTEGER NOT NULL CHECK (generation > 0),
            container TEXT NOT NULL CHECK (container <> ''),
            started_at INTEGER NOT NULL,
            kills INTEGER NOT NULL CHECK (kills >= 0),
            told_until INTEGER NOT NULL,
            last_hint INTEGER,
            last TEXT NOT NULL CHECK (json_valid(last))
        ) STRICT, WITHOUT ROWID;
        """
}

extension SQLiteStore {
    @discardableResult
    package func noteMemory(
        of server: ServerID, _ note: @escaping @Sendable (TrackedServer) -> MemoryNote?
    ) async throws -> Bool {
        try await write { [self] db in
            guard let tracked = try Self.find(server, db), let note = note(tracked) else { return false }
            try MemoryRow(note.record, of: server).save(db)
            let events = [note.event].compactMap(\.self)
            try Self.append(events, of: server, note.record.generation, at: note.record.last.at, db)
            if note.event != nil { count(.outOfMemory, db) }
            try announce(server, db)
            return true
        }
    }
}

/// A row of `memory`.
struct MemoryRow: Record {
    static var databaseTableName: String { "memory" }

    let server: String
    let generation: Int
    let container: String
    let startedAt: Int64
    let kills: Int
    let toldUntil: Int64
    let lastHint: Int64?
    /// JSON of an `OutOfMemory`.
    let last: String

    init(_ record: MemoryRecord, of server: ServerID) throws {
        self.server = server.value
        generation = record.generation
        container = record.run.container.value
        startedAt = record.run.startedAt.microseconds
        kills = record.kills
        toldUntil = record.toldUntil.microseconds
        lastHint = record.lastHint?.microseconds
        last = try json(record.last)
    }

    func record() throws -> MemoryRecord {
        try reading {
            MemoryRecord(
                generation: generation,
                run: ContainerRun(
                    container: ContainerID(container), startedAt: Timestamp(microseconds: startedAt)),
                kills: kills, toldUntil: Timestamp(microseconds: toldUntil),
                lastHint: lastHint.map { Timestamp(microseconds: $0) },
                last: try value(OutOfMemory.self, json: last))
        }
    }
}
