package import Servers

/// Who is asking: a user by a browser session or by a token, with what they may do and where they ask from.
package struct Principal: Hashable, Sendable {
    package let user: User
    package let credential: Credential
    package let permissions: Permissions
    /// The client's address, as the gateway saw it.
    package let address: String?

    package enum Credential: Hashable, Sendable {
        case session(SessionID)
        case token(TokenID)
        /// A user's own password, shown with the request.
        case password
        /// Berth itself: the operator on the machine, or start-up.
        case system
    }

    package init(user: User, credential: Credential, permissions: Permissions, address: String?) {
        self.user = user
        self.credential = credential
        self.permissions = permissions
        self.address = address
    }

    /// How the audit log names it: `ada`, `ada/token a3`.
    package var auditName: String {
        switch credential {
        case .session, .password: user.name.value
        case .token(let id): "\(user.name)/token \(id)"
        case .system: "system"
        }
    }
}

/// A browser session's id as stored: never the secret in the cookie.
package struct SessionID: StringIdentifier {
    package let value: String
    package init(_ value: String) { self.value = value }
}

/// A token's public id, as JupyterHub writes it: `a3`.
package struct TokenID: StringIdentifier {
    package let value: String
    package init(_ value: String) { self.value = value }
}

/// A browser's login on the hub's origin.
package struct Session: Hashable, Sendable {
    package let id: SessionID
    package let user: UserName
    package let createdAt: Timestamp
    package let expiresAt: Timestamp
    package let address: String?
    /// What it called itself, for people to tell theirs apart: `Firefox on Linux`.
    package let browser: String?
    /// To the minute.
    package var lastSeen: Timestamp

    package init(
        id: SessionID, user: UserName, createdAt: Timestamp, expiresAt: Timestamp, address: String?,
        browser: String? = nil, lastSeen: Timestamp? = nil
    ) {
        self.id = id
        self.user = user
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.address = address
        self.browser = browser
        self.lastSeen = lastSeen ?? createdAt
    }
}

/// An API token as stored: its secret is known only by its hash.
package struct Token: Hashable, Sendable {
    package let id: TokenID
    package let user: UserName
    /// What was asked for; nil means everything its owner may do.
    package let scopes: Set<Scope>?
    package let note: String
    package let createdAt: Timestamp
    package let expiresAt: Timestamp?
    package var lastActivity: Timestamp?

    package init(
        id: TokenID, user: UserName, scopes: Set<Scope>?, note: String, createdAt: Timestamp, expiresAt: Timestamp?,
        lastActivity: Timestamp? = nil
    ) {
        self.id = id
        self.user = user
        self.scopes = scopes
        self.note = note
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.lastActivity = lastActivity
    }
}
