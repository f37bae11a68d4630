/// An API token, with JupyterHub's fields.
package struct TokenModel: Hashable, Sendable, Codable {
    package var user: String
    package var id: String
    package var kind: String = "api_token"
    package var roles: [String] = []
    package var scopes: [String]
    package var created: String
    @OrNull package var lastActivity: String?
    @OrNull package var expiresAt: String?
    package var note: String
    @OrNull package var sessionID: String?
    @OrNull package var oauthClient: String?
    /// The secret: only in the answer that made it.
    package var token: String?

    package init(
        user: String, id: String, scopes: [String], created: String, lastActivity: String?, expiresAt: String?,
        note: String, token: String? = nil
    ) {
        self.user = user
        self.id = id
        self.scopes = scopes
        self.created = created
        self.lastActivity = lastActivity
        self.expiresAt = expiresAt
        self.note = note
        sessionID = nil
        oauthClient = nil
        self.token = token
    }

    private enum CodingKeys: String, CodingKey {
        case user, id, kind, roles, scopes, created, note, token
        case lastActivity = "last_activity"
        case expiresAt = "expires_at"
        case sessionID = "session_id"
        case oauthClient = "oauth_client"
    }
}

/// `GET /hub/api/users/{name}/tokens`.
package struct TokenList: Hashable, Sendable, Codable {
    package var apiTokens: [TokenModel]

    package init(apiTokens: [TokenModel]) { self.apiTokens = apiTokens }

    private enum CodingKeys: String, CodingKey { case apiTokens = "api_tokens" }
}

/// `POST /hub/api/users/{name}/tokens`; every field may be absent.
package struct NewToken: Hashable, Sendable, Codable {
    package var note: String?
    /// Seconds; absent or null: until it is revoked.
    package var expiresIn: Int?
    /// Absent: all that its owner may do.
    package var scopes: [String]?
    /// Who asks, where the request itself has no credential.
    package var auth: Login?

    package struct Login: Hashable, Sendable, Codable {
        package var username: String
        package var password: String

        package init(username: String, password: String) {
            self.username = username
            self.password = password
        }
    }

    package init(note: String? = nil, expiresIn: Int? = nil, scopes: [String]? = nil, auth: Login? = nil) {
        self.note = note
        self.expiresIn = expiresIn
        self.scopes = scopes
        self.auth = auth
    }

    private enum CodingKeys: String, CodingKey {
        case note, scopes, auth
        case expiresIn = "expires_in"
    }
}
