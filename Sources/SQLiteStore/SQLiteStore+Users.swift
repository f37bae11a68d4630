package import Accounts
import GRDB
package import Servers

extension SQLiteStore {
    package func user(_ name: UserName) async throws -> User? {
        try await read { db in
            try Self.find(name, db)
        }
    }

    package func users() async throws -> [User] {
        try await read { db in
            let memberships = try Self.memberships(db, of: nil)
            return try UserRecord.fetchAll(db, sql: "SELECT * FROM users WHERE standing <> 'gone' ORDER BY name").map {
                record in
                try record.user(memberships[record.name])
            }
        }
    }

    package func users(matching text: String, from offset: Int, atMost count: Int) async throws -> UserPart {
        try await read { db in
            let chosen = """
                FROM users WHERE standing <> 'gone' AND (?1 = '' OR instr(name, ?1) > 0
                OR EXISTS (SELECT 1 FROM memberships WHERE user = users.name AND in_group = ?1))
                """
            let total = try Int.fetchOne(db, sql: "SELECT COUNT(*) \(chosen)", arguments: [text]) ?? 0
            let records = try UserRecord.fetchAll(
                db, sql: "SELECT * \(chosen) ORDER BY name LIMIT ?2 OFFSET ?3", arguments: [text, count, offset])
            let memberships = try Self.memberships(db, of: records.map(\.name))
            return UserPart(users: try records.map { try $0.user(memberships[$0.name]) }, total: total)
        }
    }

    package func hasManager(otherThan name: UserName) async throws -> Bool {
        try await read { db in try Self.hasManager(otherThan: name, db) }
    }

    package func usersToQuiet() async throws -> [User] {
        try await read { db in
            try UserRecord.fetchAll(
                db, sql: "SELECT * FROM users WHERE standing NOT IN ('active', 'gone') ORDER BY name"
            ).map { try $0.user(nil) }
        }
    }

    package func addUser(_ name: UserName, isAdmin: Bool, at now: Timestamp, audit: AuditEntry?) async throws -> User {
        try await write { [uids] db in
            let old = try UserRecord.fetchOne(db, key: name.value)
            guard old == nil || old?.standing == UserRecord.gone else { throw AccountConflict.exists(name) }
            let user = User(name: name, isAdmin: isAdmin, uid: try Self.takeUID(uids, db), createdAt: now)
            let sharesUID = if case .shared = uids { true } else { false }
            try UserRecord(user, sharesUID: sharesUID, after: old).save(db)
            try audit.map(AuditRecord.init)?.insert(db)
            return user
        }
    }

    package func changeUser(
        _ name: UserName, _ change: UserChange, at now: Timestamp, audit: AuditEntry?
    ) async throws -> [Revocation] {
        try await write { db in
            guard let user = try Self.find(name, db) else { throw AccountConflict.unknown(name) }
            let next = user.applying(change)
            if user.canManage, !next.canManage, try !Self.hasManager(otherThan: name, db) {
                throw AccountConflict.lastAdmin(name)
            }
            try db.execute(
                sql: "UPDATE users SET is_admin = ?, standing = ? WHERE name = ?",
                arguments: [next.isAdmin, next.standing.word, name.value])
            try audit.map(AuditRecord.init)?.insert(db)
            guard change.takesAway else { return [] }
            try db.execute(
                sql: "UPDATE users SET cut_at = ? WHERE name = ?", arguments: [now.microseconds, name.value])
            let ended = try Self.endSessions(of: name, .all, at: now, db)
            return ended.map { .session($0) } + [.user(name, before: now)]
        }
    }

    package func finishRemoval(_ name: UserName, at now: Timestamp) async throws {
        try await write { db in
            try db.execute(
                sql: """
                    UPDATE users SET standing = 'gone', cut_at = ?1 WHERE name = ?2
                    AND standing IN ('leaving', 'purging')
                    AND NOT EXISTS (SELECT 1 FROM servers WHERE owner = ?2 AND removed_at IS NULL)
                    """,
                arguments: [now.microseconds, name.value])
            guard db.changesCount > 0 else { return }
            for table in ["passwords", "login_links", "memberships", "tokens"] {
                try db.execute(sql: "DELETE FROM \(table) WHERE user = ?", arguments: [name.value])
            }
            try db.execute(sql: "DELETE FROM requests WHERE owner = ?", arguments: [name.value])
            // Rows of ended sessions stay until they would have expired.
            _ = try Self.endSessions(of: name, .all, at: now, db)
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
        guard try find(name, db) != nil else { throw AccountConflict.unknown(name) }
    }

    /// Throws `AccountConflict.unknown` for an account that is gone, whose row still satisfies a foreign key.
    static func refuseGone(_ name: UserName, _ db: Database) throws {
        let standing = try String.fetchOne(
            db, sql: "SELECT standing FROM users WHERE name = ?", arguments: [name.value])
        if standing == UserRecord.gone { throw AccountConflict.unknown(name) }
    }

    private static func find(_ name: UserName, _ db: Database) throws -> User? {
        guard let record = try UserRecord.fetchOne(db, key: name.value), record.standing != UserRecord.gone else {
            return nil
        }
        return try record.user(memberships(db, of: [name.value])[name.value])
    }

    private static func hasManager(otherThan name: UserName, _ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM users WHERE is_admin = 1 AND standing = 'active' AND name <> ?)",
            arguments: [name.value]) ?? false
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
}
