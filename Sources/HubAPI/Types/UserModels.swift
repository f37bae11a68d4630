/// A user, with JupyterHub's fields.
package struct UserModel: Hashable, Sendable, Codable {
    package var kind: String = "user"
    package var name: String
    package var admin: Bool
    package var roles: [String]
    package var groups: [String]
    /// The default server's path, only while it is ready.
    @OrNull package var server: String?
    /// The default server's: `spawn`, `stop` or null.
    @OrNull package var pending: String?
    /// ISO 8601, UTC, microseconds and `Z`, as all times here.
    @OrNull package var created: String?
    @OrNull package var lastActivity: String?
    @OrNull package var authState: JSONValue?
    /// By name; the default one's name is empty. Only those that are starting, ready or stopping, unless stopped ones
    /// were asked for.
    package var servers: [String: ServerModel]
    @OrNull package var userInfo: JSONValue?
    /// `disabled` or `leaving`; absent for an account in use.
    package var standing: String?

    package init(
        name: String, admin: Bool, roles: [String], groups: [String], server: String?, pending: String?,
        created: String?, lastActivity: String?, servers: [String: ServerModel], standing: String? = nil
    ) {
        self.standing = standing
        self.name = name
        self.admin = admin
        self.roles = roles
        self.groups = groups
        self.server = server
        self.pending = pending
        self.created = created
        self.lastActivity = lastActivity
        authState = nil
        self.servers = servers
        userInfo = nil
    }

    private enum CodingKeys: String, CodingKey {
        case kind, name, admin, roles, groups, server, pending, created, servers, standing
        case lastActivity = "last_activity"
        case authState = "auth_state"
        case userInfo = "user_info"
    }
}

/// `GET /hub/api/user`: who is asking, and what this credential may do.
package struct SelfModel: Hashable, Sendable, Codable {
    package var user: UserModel
    @OrNull package var tokenID: String?
    @OrNull package var sessionID: String?
    package var scopes: [String]

    package init(user: UserModel, tokenID: String?, sessionID: String?, scopes: [String]) {
        self.user = user
        self.tokenID = tokenID
        self.sessionID = sessionID
        self.scopes = scopes
    }

    private enum CodingKeys: String, CodingKey {
        case scopes
        case tokenID = "token_id"
        case sessionID = "session_id"
    }

    package init(from decoder: any Decoder) throws {
        user = try UserModel(from: decoder)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        tokenID = try container.decodeIfPresent(String.self, forKey: .tokenID)
        sessionID = try container.decodeIfPresent(String.self, forKey: .sessionID)
        scopes = try container.decode([String].self, forKey: .scopes)
    }

    package func encode(to encoder: any Encoder) throws {
        try user.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(_tokenID, forKey: .tokenID)
        try container.encode(_sessionID, forKey: .sessionID)
        try container.encode(scopes, forKey: .scopes)
    }
}

/// `POST /hub/api/users`.
package struct NewUsers: Hashable, Sendable, Codable {
    package var usernames: [String]
    package var admin: Bool?

    package init(usernames: [String], admin: Bool? = nil) {
        self.usernames = usernames
        self.admin = admin
    }
}

/// `POST /hub/api/users/{name}`; the body may be empty.
package struct NewUser: Hashable, Sendable, Codable {
    package var admin: Bool?

    package init(admin: Bool? = nil) { self.admin = admin }
}

/// `PATCH /hub/api/users/{name}`; what is absent stays.
package struct UserEdit: Hashable, Sendable, Codable {
    package var admin: Bool?
    package var disabled: Bool?

    package init(admin: Bool? = nil, disabled: Bool? = nil) {
        self.admin = admin
        self.disabled = disabled
    }
}

/// `POST /hub/api/users/{name}/activity`; at least one field.
package struct ActivityReport: Hashable, Sendable, Codable {
    package var lastActivity: String?
    /// By server name.
    package var servers: [String: Entry]?

    package struct Entry: Hashable, Sendable, Codable {
        package var lastActivity: String

        package init(lastActivity: String) { self.lastActivity = lastActivity }

        private enum CodingKeys: String, CodingKey { case lastActivity = "last_activity" }
    }

    package init(lastActivity: String? = nil, servers: [String: Entry]? = nil) {
        self.lastActivity = lastActivity
        self.servers = servers
    }

    private enum CodingKeys: String, CodingKey {
        case lastActivity = "last_activity"
        case servers
    }
}

/// `POST /hub/api/users/{name}/login-link`; the body may be empty.
package struct LoginLinkRequest: Hashable, Sendable, Codable {
    /// Where the browser goes once it is logged in: an absolute path on the hub's origin, such as `/hub/open/ada`.
    package var next: String?

    package init(next: String? = nil) { self.next = next }
}

/// A link that logs a browser in, once, within ten minutes.
package struct LoginLink: Hashable, Sendable, Codable {
    package var url: String

    package init(url: String) { self.url = url }
}
