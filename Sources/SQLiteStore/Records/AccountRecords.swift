import Accounts
import GRDB
import Servers

/// A row of `users`.
struct UserRecord: Record {
    static var databaseTableName: String { "users" }

    let name: String
    let isAdmin: Bool
    let uid: UInt32
    /// Whether other accounts have the same uid by the operator's choice.
    let sharesUid: Bool
    let createdAt: Int64
    let lastActivity: Int64?
    /// The name of a `Standing`; `gone` for an account that is none any more.
    let standing: String
    /// What was authorised for the user before counts no more.
    let cutAt: Int64?

    /// - Parameter old: the row that the name had before, whose account is gone.
    init(_ user: User, sharesUID: Bool, after old: UserRecord? = nil) {
        name = user.name.value
        isAdmin = user.isAdmin
        uid = user.uid
        sharesUid = sharesUID
        createdAt = user.createdAt.microseconds
        lastActivity = user.lastActivity?.microseconds
        standing = user.standing.word
        cutAt = old?.cutAt
    }

    static let gone = "gone"

    func user(_ membership: (names: [String], policy: GroupPolicy)?) throws -> User {
        try reading {
            var user = User(
                name: try UserName(name), isAdmin: isAdmin, groups: membership?.names ?? [], uid: uid,
                createdAt: Timestamp(microseconds: createdAt),
                lastActivity: lastActivity.map { Timestamp(microseconds: $0) }, standing: try Standing(word: standing))
            if let membership { user.policy = membership.policy }
            return user
        }
    }
}

extension Standing {
    /// As the column has it.
    var word: String {
        switch self {
        case .active: "active"
        case .disabled: "disabled"
        case .leaving(purge: false): "leaving"
        case .leaving(purge: true): "purging"
        }
    }

    fileprivate init(word: String) throws {
        let all: [Standing] = [.active, .disabled, .leaving(purge: false), .leaving(purge: true)]
        guard let found = all.first(where: { $0.word == word }) else {
            throw InvalidValue(field: "standing", value: word, expected: "one of \(all.map(\.word))")
        }
        self = found
    }
}

/// A row of `tokens`.
struct TokenRecord: Record {
    static var databaseTableName: String { "tokens" }

    /// Nil until the store has numbered it; the public id is `a` and this.
    let number: Int64?
    let hash: String
    let user: String
    /// JSON list of scopes; nil for all of the owner's.
    let scopes: String?
    let note: String
    let createdAt: Int64
    let expiresAt: Int64?
    let lastActivity: Int64?
    /// When it was removed.
    let revokedAt: Int64?

    func token() throws -> Token {
        try reading {
            Token(
                id: TokenID("a\(number ?? 0)"), user: try UserName(user),
                scopes: try scopes.map { try value(Set<Scope>.self, json: $0) }, note: note,
                createdAt: Timestamp(microseconds: createdAt), expiresAt: expiresAt.map { Timestamp(microseconds: $0) },
                lastActivity: lastActivity.map { Timestamp(microseconds: $0) })
        }
    }
}

/// A row of `sessions`.
struct SessionRecord: Record {
    static var databaseTableName: String { "sessions" }

    let id: String
    let hash: String
    let user: String
    let createdAt: Int64
    let expiresAt: Int64
    let address: String?
    let browser: String?
    /// Nil in rows that are older than the column.
    let lastSeen: Int64?

    init(_ session: Session, hash: SecretHash) {
        id = session.id.value
        self.hash = hash.hex
        user = session.user.value
        createdAt = session.createdAt.microseconds
        expiresAt = session.expiresAt.microseconds
        address = session.address
        browser = session.browser
        lastSeen = session.lastSeen.microseconds
    }

    func session() throws -> Session {
        try reading {
            Session(
                id: SessionID(id), user: try UserName(user), createdAt: Timestamp(microseconds: createdAt),
                expiresAt: Timestamp(microseconds: expiresAt), address: address, browser: browser,
                lastSeen: lastSeen.map { Timestamp(microseconds: $0) })
        }
    }
}
