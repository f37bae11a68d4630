package import Accounts
package import Servers

extension Principal {
    /// Throws `Refusal`: 403 when `scope` is not held at all, 404 when it is held but not for this server.
    package func require(_ scope: Scope.Name, on server: ServerKey) throws {
        guard !permissions.allows(scope, server: server) else { return }
        guard permissions.holds(scope) else { throw Refusal.missingScope(scope.rawValue) }
        throw Refusal.notVisible
    }

    /// Throws `Refusal` 403 when `scope` is not held without a filter.
    package func require(_ scope: Scope.Name) throws {
        guard permissions.allows(scope) else { throw Refusal.missingScope(scope.rawValue) }
    }

    /// Whether this principal may know of the server.
    package func sees(_ server: ServerKey) -> Bool {
        permissions.allows(.servers, server: server) || permissions.allows(.accessServers, server: server)
            || sees(server.owner)
    }

    /// Whether this principal may know of the user.
    func sees(_ user: UserName) -> Bool {
        permissions.allows(.readUsers, user: user) || permissions.allows(.users)
    }

    /// Whether this credential may do everything that `other` may do by themselves.
    func coversAll(of other: User) -> Bool {
        Permissions(of: other).scopes.allSatisfy { scope in
            permissions.covers(scope) || (scope.name == .self && permissions.allows(.adminUsers))
        }
    }

    /// Throws `Refusal` unless tokens and sessions of `user` may be seen and changed: 403 without the scope `tokens`, 404
    /// when it is held for others only.
    func requireCredentials(of user: UserName) throws {
        guard permissions.holds(.tokens) else { throw Refusal.missingScope("tokens") }
        guard permissions.allows(.tokens, user: user) else { throw Refusal.notVisible }
    }

    /// Throws `Refusal` 404 unless the server is visible.
    package func requireSight(of server: ServerKey) throws {
        guard sees(server) else { throw Refusal.notVisible }
    }
}
