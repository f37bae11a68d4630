import GRDB
package import Servers

extension SQLiteStore {
    @discardableResult
    package func settleResize(
        _ server: ServerID, revision: Int, _ outcome: Resize.Outcome, _ events: [NewEvent], at now: Timestamp
    ) async throws -> Bool {
        try await write { [self] db in
            guard let tracked = try Self.find(server, db)?.settled(revision, outcome),
                let resize = tracked.server.resize
            else { return false }
            let next = tracked.server
            let settled = try ResizeRecord(resize, of: server)
            try settled.update(db, columns: ["failures", "retry_at", "settled_at", "code", "message"])
            // Only what follows from it: the row's other columns say what this value does not hold.
            let record = try ServerRecord(next)
            try record.update(db, columns: ["options", "spec"])
            if let status = tracked.current { try StatusRecord(status).update(db, columns: ["reservation"]) }
            try followUsage(tracked, at: now, db)
            try Self.append(events, of: server, next.generation, at: now, db)
            if !resize.isPending { count(.resized(outcome), db) }
            try announce(server, db)
            return true
        }
    }

    // MARK: Inside a transaction

    /// Adds a resize that is newer than `newest`; nothing when it is the same.
    func add(_ resize: Resize?, of server: ServerID, after newest: Resize?, _ db: Database) throws {
        guard resize != newest else { return }
        guard let resize, resize.revision > newest?.revision ?? 0 else {
            throw StoreProblem.misuse(path, "a resize of \(server) that is older than its newest")
        }
        try ResizeRecord(resize, of: server).insert(db)
    }

    /// The newest resize of each server for which `condition` over `servers` and `status` holds.
    static func newestResizes(
        _ db: Database, where condition: String, _ arguments: StatementArguments
    ) throws -> [ServerID: Resize] {
        let records = try ResizeRecord.fetchAll(
            db,
            sql: """
                SELECT resizes.* FROM servers LEFT JOIN status ON status.server = servers.id
                JOIN resizes ON resizes.server = servers.id
                    AND resizes.revision = (SELECT max(revision) FROM resizes WHERE server = servers.id)
                WHERE \(condition)
                """, arguments: arguments)
        return Dictionary(try records.map { (ServerID($0.server), try $0.resize()) }) { first, _ in first }
    }
}
