package import Accounts
import GRDB
package import Servers

extension SQLiteStore: AccountStore {
    // MARK: Tokens

    package func addToken(
        _ hash: SecretHash, user: UserName, scopes: Set<Scope>?, note: String, createdAt: Timestamp,
        expiresAt: Timestamp?, audit: AuditEntry?
    ) async throws -> Token {
        try await write { db in
            try Self.require(user, db)
            let record = TokenRecord(
                number: nil, hash: hash.hex, user: user.value, scopes: try scopes.map { try json($0.sorted()) },
                note: note, createdAt: createdAt.microseconds, expiresAt: expiresAt?.microseconds, lastActivity: nil,
                revokedAt: nil)
            try record.insert(db)
            let number = db.lastInsertedRowID
            try audit.map(AuditRecord.init)?.insert(db)
            return Token(
                id: TokenID("a\(number)"), user: user, scopes: scopes, note: note, createdAt: createdAt,
                expiresAt: expiresAt)
        }
    }

    package func token(_ hash: SecretHash) async throws -> Token? {
        try await read { db in
            try TokenRecord.fetchOne(
                db, sql: "SELECT * FROM tokens WHERE hash = ? AND revoked_at IS NULL", arguments: [hash.hex]
            )?.token()
        }
    }

    package func tokens(of user: UserName) async throws -> [Token] {
        try await read { db in
            try TokenRecord.fetchAll(
                db, sql: "SELECT * FROM tokens WHERE user = ? AND revoked_at IS NULL ORDER BY number",
                arguments: [user.value]
            ).map { try $0.token() }
        }
    }

    package func removeToken(
        _ id: TokenID, of user: UserName, at now: Timestamp, audit: AuditEntry?
    ) async throws -> Bool {
        try await write { db in
            try !Self.revokeTokens(of: user, only: id, at: now, audit, db).isEmpty
        }
    }

    package func removeTokens(of user: UserName, at now: Timestamp, audit: AuditEntry?) async throws -> [TokenID] {
        try await write { db in try Self.revokeTokens(of: user, only: nil, at: now, audit, db) }
    }

    /// Marks tokens as revoked and forgets those that were long ago. The audit entry is written where there was one.
    private static func revokeTokens(
        of user: UserName, only id: TokenID?, at now: Timestamp, _ audit: AuditEntry?, _ db: Database
    ) throws -> [TokenID] {
        try db.execute(
            sql: "DELETE FROM tokens WHERE revoked_at <= ?", arguments: [(now - Revocation.memory).microseconds])
        let revoked = try Int64.fetchAll(
            db,
            sql: """
                UPDATE tokens SET revoked_at = ?1
                WHERE user = ?2 AND revoked_at IS NULL AND (?3 IS NULL OR 'a' || number = ?3) RETURNING number
                """,
            arguments: [now.microseconds, user.value, id?.value])
        if !revoked.isEmpty { try audit.map(AuditRecord.init)?.insert(db) }
        return revoked.sorted().map { TokenID("a\($0)") }
    }

    package func noteUse(of token: TokenID, at now: Timestamp) async throws {
        try await write { db in
            try db.execute(
                sql: """
                    UPDATE tokens SET last_activity = ?1
                    WHERE 'a' || number = ?2 AND coalesce(last_activity < ?1, true)
                    """,
                arguments: [now.microseconds, token.value])
        }
    }

    // MARK: Login links

    package func addLoginLink(
        _ hash: SecretHash, user: UserName, expiresAt: Timestamp, audit: AuditEntry?
    ) async throws {
        try await write { db in
            try Self.require(user, db)
            try db.execute(
                sql: "INSERT INTO login_links (hash, user, expires_at) VALUES (?, ?, ?)",
                arguments: [hash.hex, user.value, expiresAt.microseconds])
            try audit.map(AuditRecord.init)?.insert(db)
        }
    }

    package func takeLoginLink(_ hash: SecretHash, at now: Timestamp) async throws -> UserName? {
        try await write { db in
            let user = try String.fetchOne(
                db, sql: "SELECT user FROM login_links WHERE hash = ? AND expires_at > ?",
                arguments: [hash.hex, now.microseconds])
            try db.execute(
                sql: "DELETE FROM login_links WHERE hash = ? OR expires_at <= ?",
                arguments: [hash.hex, now.microseconds])
            return try user.map { try UserName($0) }
        }
    }
}
