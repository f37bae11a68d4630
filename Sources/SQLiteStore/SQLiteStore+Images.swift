import GRDB
package import Servers

extension SQLiteStore: ImageStore {
    package func notePulled(_ image: PulledImage) async throws {
        try await write { db in try PulledImageRecord(image).save(db) }
    }

    package func pulledImages() async throws -> [PulledImage] {
        try await read { db in
            try PulledImageRecord.fetchAll(db, sql: "SELECT * FROM pulled_images ORDER BY reference, pulled_at").map(
                \.image)
        }
    }

    package func forgetImage(_ digest: ImageDigest, audit: AuditEntry) async throws {
        try await write { db in
            try db.execute(sql: "DELETE FROM pulled_images WHERE digest = ?", arguments: [digest.value])
            try AuditRecord(audit).insert(db)
        }
    }
}
