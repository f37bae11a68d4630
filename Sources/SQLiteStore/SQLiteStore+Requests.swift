import GRDB
package import Servers

extension SQLiteStore: RequestStore {
    package func addRequest(
        of owner: UserName, _ make: @escaping @Sendable (RequestID, Int) throws -> RequestChange
    ) async throws -> ResourceRequest {
        try await write { db in
            try Self.refuseGone(owner, db)
            let pending = try Int.fetchOne(
                db, sql: "SELECT count(*) FROM requests WHERE owner = ? AND state = 'pending'",
                arguments: [owner.value])
            // The highest ever, so that no id comes back with its old meaning.
            let last = try Int64.fetchOne(db, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'requests'") ?? 0
            let change = try make(RequestID("r\(last + 1)"), pending ?? 0)
            try RequestRecord(change.request, number: last + 1).insert(db)
            for entry in change.audit { try AuditRecord(entry).insert(db) }
            return change.request
        }
    }

    package func request(_ id: RequestID) async throws -> ResourceRequest? {
        try await read { db in try Self.find(id, db) }
    }

    package func requests(of owner: UserName?) async throws -> [ResourceRequest] {
        try await read { db in
            try RequestRecord.fetchAll(
                db, sql: "SELECT * FROM requests WHERE ?1 IS NULL OR owner = ?1 ORDER BY number DESC",
                arguments: [owner?.value]
            ).map { try $0.request() }
        }
    }

    package func openRequests(of owner: UserName?) async throws -> [ResourceRequest] {
        try await read { db in
            try RequestRecord.fetchAll(
                db, sql: "SELECT * FROM requests WHERE is_open = 1 AND (?1 IS NULL OR owner = ?1) ORDER BY number",
                arguments: [owner?.value]
            ).map { try $0.request() }
        }
    }

    package func changeRequest(
        _ id: RequestID, _ change: @escaping @Sendable (ResourceRequest) throws -> RequestChange?
    ) async throws -> ResourceRequest? {
        try await write { [path] db in
            guard let number = id.number, let before = try Self.find(id, db) else { return nil }
            guard let change = try change(before) else { return before }
            guard change.request.id == id, change.request.server == before.server else {
                throw StoreProblem.misuse(path, "a change of the request \(id) that makes it another's")
            }
            if change.request != before { try RequestRecord(change.request, number: number).update(db) }
            for entry in change.audit { try AuditRecord(entry).insert(db) }
            return change.request
        }
    }

    private static func find(_ id: RequestID, _ db: Database) throws -> ResourceRequest? {
        guard let number = id.number else { return nil }
        return try RequestRecord.fetchOne(db, key: number)?.request()
    }

    /// Lets a server's open requests go along with its new name.
    static func moveRequests(from key: ServerKey, to new: ServerKey, _ db: Database) throws {
        try db.execute(
            sql: "UPDATE requests SET server = ?1 WHERE owner = ?2 AND server = ?3 AND is_open = 1",
            arguments: [new.name.value, key.owner.value, key.name.value])
    }
}
