import GRDB
package import Servers

extension SQLiteStore: AuditStore {
    package func note(_ entry: AuditEntry) async throws {
        try await write { db in try AuditRecord(entry).insert(db) }
    }

    package func audit(_ query: AuditQuery) async throws -> [AuditLine] {
        let (condition, arguments) = Self.condition(query)
        return try await read { db in
            try AuditRecord.fetchAll(
                db, sql: "SELECT * FROM audit WHERE \(condition) ORDER BY id DESC LIMIT :limit", arguments: arguments
            ).map { try $0.line() }
        }
    }

    /// What `AuditQuery.matches` says, in SQL. `0` is the character after `/`, and `/` the one after `.`.
    private static func condition(_ query: AuditQuery) -> (String, StatementArguments) {
        var terms = ["true"]
        var arguments: StatementArguments = ["limit": max(query.limit, 0)]
        func add(_ term: String, _ name: String, _ value: (any DatabaseValueConvertible)?) {
            guard let value else { return }
            terms.append("(\(term))")
            arguments += [name: value]
        }
        add("at >= :since", "since", query.since?.microseconds)
        add("at < :until", "until", query.until?.microseconds)
        add(
            "principal = :principal OR (principal >= :principal || '/' AND principal < :principal || '0')", "principal",
            query.principal)
        add("action = :action OR (action >= :action || '.' AND action < :action || '/')", "action", query.action)
        add("instr(target, :target) > 0", "target", query.target)
        add("id < :after", "after", query.after)
        return (terms.joined(separator: " AND "), arguments)
    }
}
