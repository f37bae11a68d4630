package import Accounts
package import Servers

/// Makes and reads accounts.
package struct ManageUsers: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// Throws `Refusal`: 403 without `admin:users` or for an admin by a credential that may not do all an admin may, 409
    /// when the name is taken.
    package func add(_ name: UserName, isAdmin: Bool, by principal: Principal) async throws -> User {
        try principal.require(.adminUsers)
        let own = principal.user
        let admin = User(name: own.name, isAdmin: true, uid: own.uid, createdAt: own.createdAt)
        guard !isAdmin || principal.coversAll(of: admin) else {
            throw Refusal(
                .forbidden, code: "missing_scope", "Only an admin with an unrestricted token can make another admin")
        }
        do {
            return try await control.accounts.addUser(
                name, isAdmin: isAdmin, at: control.time.now(),
                audit: control.audit(
                    principal, "user.add", target: name.value, parameters: ["admin": isAdmin ? "true" : nil]))
        } catch AccountConflict.exists {
            let isLeaving = try await control.accounts.usersToQuiet().contains {
                $0.name == name && $0.standing != .disabled
            }
            throw isLeaving
                ? Refusal(
                    .conflict, code: "user_leaving",
                    "User \(name) is being removed: the name is free once their servers have stopped")
                : Refusal(.conflict, code: "user_exists", "User \(name) already exists")
        }
    }

    /// Throws `Refusal` 404 when there is no such user or it is not visible.
    package func one(_ name: UserName, by principal: Principal) async throws -> User {
        guard principal.sees(name), let user = try await control.accounts.user(name) else { throw Refusal.notVisible }
        return user
    }

    /// Everyone the principal may see, by name. Throws `Refusal` 403 without any scope to read users.
    package func all(by principal: Principal) async throws -> [User] {
        guard principal.permissions.holds(.readUsers) || principal.permissions.holds(.users) else {
            throw Refusal.missingScope("read:users")
        }
        return try await control.accounts.users().filter { principal.sees($0.name) }
    }

    /// A part of everyone whose name has `text` in it, or who is in the group of that name, by name. Throws `Refusal` 403
    /// for who may not read all users.
    package func some(
        matching text: String, from offset: Int, atMost count: Int, by principal: Principal
    ) async throws -> UserPart {
        guard principal.permissions.allows(.readUsers) || principal.permissions.allows(.users) else {
            throw Refusal.missingScope("read:users")
        }
        return try await control.accounts.users(matching: text.lowercased(), from: offset, atMost: count)
    }

    /// Whether nobody else than this user can manage accounts. Throws `Refusal` 403 for who may not read all users.
    package func isLastManager(_ user: User, by principal: Principal) async throws -> Bool {
        guard principal.permissions.allows(.readUsers) || principal.permissions.allows(.users) else {
            throw Refusal.missingScope("read:users")
        }
        guard user.canManage else { return false }
        return try await !control.accounts.hasManager(otherThan: user.name)
    }

    /// Notes a client's report that the user did something, with their servers among it.
    package func noteActivity(
        _ name: UserName, at moment: Timestamp, of servers: [ServerKey: Timestamp], by principal: Principal
    ) async throws {
        guard principal.permissions.allows(.users, user: name) || principal.permissions.allows(.self, user: name) else {
            throw Refusal.notVisible
        }
        try await control.accounts.noteActivity(name, at: moment)
        for (key, moment) in servers { try await control.servers.noteUse(of: key, at: moment) }
    }
}
