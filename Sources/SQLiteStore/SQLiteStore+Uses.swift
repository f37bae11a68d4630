import GRDB
package import Servers

extension Schema {
    /// When each server was last used: beside its row, which is written by those who change what is wanted.
    @Sendable
    static func keepUses(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE uses (
                    server TEXT PRIMARY KEY NOT NULL REFERENCES servers (id),
                    at INTEGER NOT NULL
                ) STRICT, WITHOUT ROWID;
                """)
    }
}

extension SQLiteStore {
    package func noteUse(of key: ServerKey, at moment: Timestamp) async throws {
        try await write { db in
            try db.execute(
                sql: """
                    INSERT INTO uses (server, at)
                        SELECT id, ? FROM servers WHERE owner = ? AND name = ? AND removed_at IS NULL
                        ON CONFLICT (server) DO UPDATE SET at = max(at, excluded.at)
                    """,
                arguments: [moment.microseconds, key.owner.value, key.name.value])
        }
    }
}

/// A row of `uses`.
struct UseRecord: Record {
    static var databaseTableName: String { "uses" }

    let server: String
    let at: Int64
}
