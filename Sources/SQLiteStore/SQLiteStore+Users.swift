package import Accounts
import GRDB
package import Servers

extension SQLiteStore {
    package func user(_ name: UserName) async throws -> User? {
        try await read { db in
            try UserRecord.fetchOne(db, key: name.value)?.user(
                groups: Self.groups(db, of: name.value)[name.value] ?? [])
        }
    }

    package func users() async throws -> [User] {
        try await read { db in
            let groups = try Self.groups(db, of: nil)
            return try UserRecord.fetchAll(db, sql: "SELECT * FROM users ORDER BY name").map { record in
                try record.user(groups: groups[record.name] ?? [])
            }
        }
    }

    package func addUser(_ name: UserName, isAdmin: Bool, at now: Timestamp, audit: AuditEntry?) async throws -> User {
        try await write { [uids] db in
            guard try !UserRecord.exists(db, key: name.value) else { throw AccountConflict.exists(name) }
            let user = User(name: name, isAdmin: isAdmin, uid: try Self.takeUID(uids, db), createdAt: now)
            let sharesUID = if case .shared = uids { true } else { false }
            try UserRecord(user, sharesUID: sharesUID).insert(db)
            try audit.map(AuditRecord.init)?.insert(db)
            return user
        }
    }

    package func setAdmin(_ name: UserName, _ isAdmin: Bool, audit: AuditEntry?) async throws {
        try await write { db in
            try Self.require(name, db)
            try db.execute(sql: "UPDATE users SET is_admin = ? WHERE name = ?", arguments: [isAdmin, name.value])
            try audit.map(AuditRecord.init)?.insert(db)
        }
    }

    package func noteActivity(_ name: UserName, at now: Timestamp) async throws {
        try await write { db in
            try db.execute(
                sql: "UPDATE users SET last_activity = ? WHERE name = ? AND coalesce(last_activity < ?, true)",
                arguments: [now.microseconds, name.value, now.microseconds])
        }
    }

    /// Throws `AccountConflict.unknown` where there is no such account.
    static func require(_ name: UserName, _ db: Database) throws {
        guard try UserRecord.exists(db, key: name.value) else { throw AccountConflict.unknown(name) }
    }

    /// The next uid by `policy`: one above the highest that was ever given, so that none comes back with its old files.
    private static func takeUID(_ policy: UIDPolicy, _ db: Database) throws -> UInt32 {
        switch policy {
        case .shared(let uid): return uid
        case .base(let base):
            let highest = try Meta.value(.highestUID, db).flatMap { UInt32($0) }
            let uid = max(base, highest.map { $0 &+ 1 } ?? base)
            try Meta.set(.highestUID, "\(uid)", db)
            return uid
        }
    }

    /// The groups of `user`, or of everyone when nil, by user, in order.
    private static func groups(_ db: Database, of user: String?) throws -> [String: [String]] {
        let rows = try MembershipRecord.fetchAll(
            db, sql: "SELECT * FROM memberships WHERE ?1 IS NULL OR user = ?1 ORDER BY user, in_group",
            arguments: [user])
        return Dictionary(grouping: rows, by: \.user).mapValues { $0.map(\.inGroup) }
    }
}

/// A row of `memberships`.
private struct MembershipRecord: Record {
    static var databaseTableName: String { "memberships" }

    let user: String
    let inGroup: String
}
