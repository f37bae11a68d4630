import GRDB
package import Servers

extension SQLiteStore: UsageStore {
    package func keepUsage(_ spans: [UsageSpan]) async throws {
        try await write { db in
            // All at once: it is done every minute, and everybody's writes wait for it.
            let rows = try Row.fetchAll(db, sql: "SELECT server, state FROM usage_open")
            let states = Dictionary(uniqueKeysWithValues: rows.map { (ServerID($0[0]), $0[1] as String) })
            for span in spans {
                let open = try states[span.server].map { try OpenUsageRecord.open($0) }
                let change = try UsageChange(
                    open, reading: span, of: { try Self.find(span.server, db) }, Self.past(of: span.server, db))
                try Self.write(change, over: open, of: span.server, db)
            }
        }
    }

    package func noteEnd(_ end: UsageEnd) async throws {
        try await write { db in
            let open = try Self.openUsage(of: end.server, db)
            try Self.write(UsageChange(open, end), over: open, of: end.server, db)
        }
    }

    // MARK: Inside a transaction

    /// Has the ledger follow what a server's status is now.
    func followUsage(_ tracked: TrackedServer, at now: Timestamp, _ db: Database) throws {
        let server = tracked.server.id
        let open = try Self.openUsage(of: server, db)
        let change = try UsageChange(
            open, after: tracked, at: Moment(at: now, uptime: uptime()), Self.past(of: server, db))
        try Self.write(change, over: open, of: server, db)
    }

    private static func openUsage(of server: ServerID, _ db: Database) throws -> OpenUsage? {
        try OpenUsageRecord.fetchOne(db, key: server.value)?.open()
    }

    private static func past(of server: ServerID, _ db: Database) -> UsageChange.Past {
        UsageChange.Past(
            lastEnd: {
                let last = try Int64.fetchOne(
                    db, sql: "SELECT max(ended_at) FROM usage_intervals WHERE server = ?", arguments: [server.value])
                return last.map { Timestamp(microseconds: $0) }
            },
            hasRequest: { key, since in
                let found = try Bool.fetchOne(
                    db,
                    sql: """
                        SELECT EXISTS (SELECT 1 FROM requests
                            WHERE owner = ? AND server = ? AND (created_at >= ? OR state = 'approved'))
                        """,
                    arguments: [key.owner.value, key.name.value, since.microseconds])
                return found ?? false
            })
    }

    private static func write(
        _ change: UsageChange, over open: OpenUsage?, of server: ServerID, _ db: Database
    ) throws {
        for interval in change.closed { try UsageIntervalRecord(interval).insert(db) }
        if let next = change.open {
            try write(next, over: open, db)
        } else if open != nil {
            try db.execute(sql: "DELETE FROM usage_open WHERE server = ?", arguments: [server.value])
        }
        if let session = change.session { try UsageSessionRecord(session).insert(db) }
    }

    /// Writes an interval that goes on; of one that is there already only what time and readings add.
    private static func write(_ next: OpenUsage, over open: OpenUsage?, _ db: Database) throws {
        guard next != open else { return }
        guard let open, open.began == next.began, open.subject == next.subject, open.reserved == next.reserved else {
            return try OpenUsageRecord(next).save(db)
        }
        let record = try OpenUsageRecord(next)
        try db.cachedStatement(
            sql: """
                UPDATE usage_open SET ended_at = ?, cpu = ?, memory_time = ?, peak_memory = ?, peak_cores = ?, state = ?
                    WHERE server = ?
                """
        ).execute(arguments: record.progress)
    }
}
