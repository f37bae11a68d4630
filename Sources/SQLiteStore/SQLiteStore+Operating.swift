import GRDB
package import Servers

extension SQLiteStore: OperatingStore {
    package func drain() async throws -> Drain? { try await announcement("drain") }

    package func setDrain(_ drain: Drain?, audit: AuditEntry) async throws {
        try await announce("drain", drain, audit)
    }

    package func broadcast() async throws -> Broadcast? { try await announcement("broadcast") }

    package func setBroadcast(_ broadcast: Broadcast?, audit: AuditEntry) async throws {
        try await announce("broadcast", broadcast, audit)
    }

    private func announcement<Value: Codable & Sendable>(_ kind: String) async throws -> Value? {
        try await read { db in
            let text = try String.fetchOne(
                db, sql: "SELECT value FROM announcements WHERE kind = ?", arguments: [kind])
            return try text.map { try value(Value.self, json: $0) }
        }
    }

    private func announce(
        _ kind: String, _ announcement: (some Codable & Sendable)?, _ audit: AuditEntry
    ) async throws {
        try await write { db in
            if let announcement {
                try db.execute(
                    sql: "REPLACE INTO announcements (kind, value) VALUES (?, ?)",
                    arguments: [kind, try json(announcement)])
            } else {
                try db.execute(sql: "DELETE FROM announcements WHERE kind = ?", arguments: [kind])
            }
            try AuditRecord(audit).insert(db)
        }
    }
}
