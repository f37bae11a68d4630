import GRDB
package import Servers

extension SQLiteStore {
    /// The audit log's last `limit` entries, newest first.
    package func auditLog(limit: Int) async throws -> [AuditEntry] {
        try await read { db in
            try AuditRecord.fetchAll(
                db, sql: "SELECT * FROM audit ORDER BY id DESC LIMIT ?", arguments: [max(limit, 0)]
            ).map(\.entry)
        }
    }
}
