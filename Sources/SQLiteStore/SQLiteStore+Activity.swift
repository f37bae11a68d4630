import Foundation
import GRDB
package import Servers

extension Schema {
    /// What was seen of servers' activity, the last few pieces of each: a list that is written as a whole.
    static let activity = """
        CREATE TABLE activity (
            server TEXT PRIMARY KEY NOT NULL REFERENCES servers (id),
            evidence TEXT NOT NULL CHECK (json_valid(evidence) AND json_type(evidence) = 'array')
        ) STRICT, WITHOUT ROWID;
        """
}

extension SQLiteStore: ActivityStore {
    package func evidence() async throws -> [ServerID: [Evidence]] {
        try await read { db in
            let rows = try ActivityRow.fetchAll(db, sql: "SELECT * FROM activity").map { row in
                (ServerID(row.server), try row.reading { try value([Understood].self, json: row.evidence) })
            }
            return Dictionary(uniqueKeysWithValues: rows).mapValues { $0.compactMap(\.evidence) }
        }
    }

    package func keepEvidence(_ evidence: [ServerID: [Evidence]]) async throws {
        try await write { db in
            for (server, kept) in evidence {
                guard !kept.isEmpty else {
                    try db.execute(sql: "DELETE FROM activity WHERE server = ?", arguments: [server.value])
                    continue
                }
                try db.execute(
                    sql: """
                        INSERT INTO activity (server, evidence) SELECT id, ? FROM servers WHERE id = ?
                            ON CONFLICT (server) DO UPDATE SET evidence = excluded.evidence
                        """,
                    arguments: [try json(kept), server.value])
            }
        }
    }
}

/// A row of `activity`.
private struct ActivityRow: Record {
    static var databaseTableName: String { "activity" }

    let server: String
    let evidence: String
}

/// A piece of evidence, or nothing where a later version has written of what this one does not know.
private struct Understood: Decodable {
    let evidence: Evidence?

    init(from decoder: any Decoder) throws { evidence = try? Evidence(from: decoder) }
}
