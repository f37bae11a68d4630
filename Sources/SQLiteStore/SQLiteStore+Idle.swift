import GRDB
import Servers

extension Schema {
    /// What has passed between Berth and servers' people of their being idle; no row where nothing has.
    static let idle = """
        CREATE TABLE idle (
            server TEXT PRIMARY KEY NOT NULL REFERENCES servers (id),
            warned_at INTEGER,
            kept_until INTEGER,
            CHECK (warned_at IS NOT NULL OR kept_until IS NOT NULL)
        ) STRICT, WITHOUT ROWID;
        """
}

/// A row of `idle`.
struct IdleRow: Record {
    static var databaseTableName: String { "idle" }

    let server: String
    let warnedAt: Int64?
    let keptUntil: Int64?

    var record: IdleRecord {
        IdleRecord(
            warnedAt: warnedAt.map { Timestamp(microseconds: $0) },
            keptUntil: keptUntil.map { Timestamp(microseconds: $0) })
    }

    /// Keeps `idle` of a server in place of what was kept of it.
    static func keep(_ idle: IdleRecord, of server: ServerID, _ db: Database) throws {
        guard idle != IdleRecord() else {
            try IdleRow.deleteOne(db, key: server.value)
            return
        }
        try IdleRow(
            server: server.value, warnedAt: idle.warnedAt?.microseconds, keptUntil: idle.keptUntil?.microseconds
        ).save(db)
    }
}
