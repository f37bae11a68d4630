package import Servers

/// A person's account.
package struct User: Hashable, Sendable, Codable {
    package let name: UserName
    package var isAdmin: Bool
    package var groups: [String]
    /// What holds for a member of all these groups.
    package var policy = GroupPolicy()
    /// The user id that this person's containers run with; never given to another account.
    package let uid: UInt32
    package let createdAt: Timestamp
    package var lastActivity: Timestamp?
    package var standing: Standing

    package init(
        name: UserName, isAdmin: Bool, groups: [String] = [], uid: UInt32, createdAt: Timestamp,
        lastActivity: Timestamp? = nil, standing: Standing = .active
    ) {
        self.name = name
        self.isAdmin = isAdmin
        self.groups = groups
        self.uid = uid
        self.createdAt = createdAt
        self.lastActivity = lastActivity
        self.standing = standing
    }

    /// JupyterHub's roles: `user`, and `admin` for admins.
    package var roles: [String] { isAdmin ? ["admin", "user"] : ["user"] }

    package var identity: Identity { Identity(user: name, groups: groups, roles: roles) }
}
