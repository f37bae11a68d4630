package import Accounts
import GRDB
package import Servers

extension SQLiteStore {
    // MARK: Sessions

    /// Keeps a session and forgets those that had expired when it began.
    package func addSession(_ hash: SecretHash, _ session: Session, audit: AuditEntry?) async throws {
        try await write { db in
            try Self.require(session.user, db)
            try Self.sweepSessions(db, at: session.createdAt)
            try SessionRecord(session, hash: hash).insert(db)
            try audit.map(AuditRecord.init)?.insert(db)
        }
    }

    package func session(_ hash: SecretHash) async throws -> Session? {
        try await read { db in
            try SessionRecord.fetchOne(
                db, sql: "SELECT * FROM sessions WHERE hash = ? AND revoked_at IS NULL", arguments: [hash.hex]
            )?.session()
        }
    }

    /// Ends sessions and forgets those that have expired, these among them if they have.
    package func endSessions(
        of user: UserName, _ which: SessionChoice, at now: Timestamp, audit: AuditEntry?
    ) async throws -> [SessionID] {
        try await write { db in
            let ended = try Self.endSessions(of: user, which, at: now, db)
            if !ended.isEmpty { try audit.map(AuditRecord.init)?.insert(db) }
            return ended
        }
    }

    package func noteUse(of session: SessionID, at now: Timestamp) async throws {
        try await write { db in
            try db.execute(
                sql: """
                    UPDATE sessions SET last_seen = ?1
                    WHERE id = ?2 AND revoked_at IS NULL AND coalesce(last_seen < ?1, true)
                    """,
                arguments: [now.microseconds, session.value])
        }
    }

    package func sessions(of user: UserName) async throws -> [Session] {
        try await read { db in
            try SessionRecord.fetchAll(
                db, sql: "SELECT * FROM sessions WHERE user = ? AND revoked_at IS NULL ORDER BY created_at, id",
                arguments: [user.value]
            ).map { try $0.session() }
        }
    }

    package func revocations(at now: Timestamp) async throws -> [Revocation] {
        let long = (now - Revocation.memory).microseconds
        return try await read { db in
            let sessions = try String.fetchAll(
                db, sql: "SELECT id FROM sessions WHERE revoked_at IS NOT NULL AND expires_at > ? ORDER BY id",
                arguments: [now.microseconds])
            let tokens = try Int64.fetchAll(
                db, sql: "SELECT number FROM tokens WHERE revoked_at > ? ORDER BY number", arguments: [long])
            let cuts = try Row.fetchAll(
                db, sql: "SELECT name, cut_at FROM users WHERE cut_at > ? ORDER BY name", arguments: [long])
            return try sessions.map { .session(SessionID($0)) } + tokens.map { .token(TokenID("a\($0)")) }
                + cuts.map { .user(try UserName($0["name"]), before: Timestamp(microseconds: $0["cut_at"])) }
        }
    }

    // MARK: Passwords

    package func password(of user: UserName) async throws -> PasswordHash? {
        try await read { db in
            try String.fetchOne(db, sql: "SELECT hash FROM passwords WHERE user = ?", arguments: [user.value])
                .flatMap { PasswordHash(stored: $0) }
        }
    }

    package func setPassword(
        _ hash: PasswordHash, of user: UserName, keeping kept: SessionID?, at now: Timestamp, audit: AuditEntry?
    ) async throws -> [SessionID] {
        try await write { db in
            try Self.require(user, db)
            try db.execute(
                sql: "INSERT OR REPLACE INTO passwords (user, hash, changed_at) VALUES (?, ?, ?)",
                arguments: [user.value, hash.text, now.microseconds])
            try audit.map(AuditRecord.init)?.insert(db)
            return try Self.endSessions(of: user, kept.map { .allBut($0) } ?? .all, at: now, db)
        }
    }

    // MARK: Inside a transaction

    /// Answers which were ended.
    static func endSessions(
        of user: UserName, _ which: SessionChoice, at now: Timestamp, _ db: Database
    ) throws -> [SessionID] {
        try sweepSessions(db, at: now)
        let (condition, id): (String, SessionID?) =
            switch which {
            case .all: ("?3 IS NULL", nil)
            case .one(let id): ("id = ?3", id)
            case .allBut(let id): ("id <> ?3", id)
            }
        return try String.fetchAll(
            db,
            sql:
                "UPDATE sessions SET revoked_at = ?1 WHERE user = ?2 AND revoked_at IS NULL AND \(condition) RETURNING id",
            arguments: [now.microseconds, user.value, id?.value]
        ).sorted().map { SessionID($0) }
    }

    private static func sweepSessions(_ db: Database, at now: Timestamp) throws {
        try db.execute(sql: "DELETE FROM sessions WHERE expires_at <= ?", arguments: [now.microseconds])
    }
}
