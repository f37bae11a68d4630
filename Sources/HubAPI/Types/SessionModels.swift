/// A browser's login.
package struct SessionModel: Hashable, Sendable, Codable {
    package var id: String
    package var user: String
    package var created: String
    /// To the minute.
    @OrNull package var lastActivity: String?
    package var expiresAt: String
    /// The client's address when it logged in.
    @OrNull package var address: String?
    /// What the browser called itself: `Firefox on Linux`.
    @OrNull package var browser: String?
    /// Whether this request was made in it.
    package var current: Bool

    package init(
        id: String, user: String, created: String, lastActivity: String?, expiresAt: String, address: String?,
        browser: String?, current: Bool
    ) {
        self.id = id
        self.user = user
        self.created = created
        self.lastActivity = lastActivity
        self.expiresAt = expiresAt
        self.address = address
        self.browser = browser
        self.current = current
    }

    private enum CodingKeys: String, CodingKey {
        case id, user, created, address, browser, current
        case lastActivity = "last_activity"
        case expiresAt = "expires_at"
    }
}

/// `DELETE /hub/api/users/{name}/sessions`: how many were ended.
package struct EndedSessions: Hashable, Sendable, Codable {
    package var sessions: Int
    package var tokens: Int

    package init(sessions: Int, tokens: Int) {
        self.sessions = sessions
        self.tokens = tokens
    }
}

/// `POST /hub/api/users/{name}/password`: one's own new password, or nothing to have one made as an admin.
package struct NewPassword: Hashable, Sendable, Codable {
    package var password: String?
    /// The present one, where there is one.
    package var current: String?

    package init(password: String? = nil, current: String? = nil) {
        self.password = password
        self.current = current
    }
}

/// A password that was made for a user: only in the answer that made it.
package struct GivenPassword: Hashable, Sendable, Codable {
    package var password: String

    package init(password: String) { self.password = password }
}
