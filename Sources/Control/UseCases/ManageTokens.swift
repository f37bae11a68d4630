package import Accounts
package import Servers

/// Makes, lists and revokes API tokens.
package struct ManageTokens: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// Makes a token and answers its secret, which is shown this once.
    /// Throws `Refusal`: 403/404 without `tokens` for this user, 400 for scopes that the principal does not hold.
    package func create(
        for name: UserName, note: String, lifetime: Duration?, scopes: Set<Scope>?, by principal: Principal
    ) async throws -> (Token, Secret) {
        try principal.requireCredentials(of: name)
        guard try await control.accounts.user(name) != nil else { throw Refusal.notVisible }
        if let missing = scopes?.sorted().first(where: { !principal.permissions.covers($0) }) {
            throw Refusal(
                .badRequest, code: "scope_not_held",
                "scopes: \"\(missing)\" is more than you may do yourself; ask for less")
        }
        let secret = Secret(prefix: "bth_")
        let now = control.time.now()
        let token = try await control.accounts.addToken(
            secret.hash, user: name, scopes: scopes ?? principal.restriction, note: String(note.prefix(200)),
            createdAt: now, expiresAt: lifetime.map { now + $0 },
            audit: control.audit(
                principal, "token.create", target: name.value,
                parameters: [
                    "note": note.isEmpty ? nil : note, "expires_in": lifetime.map(\.words),
                    "scopes": scopes.map { $0.sorted().map(\.description).joined(separator: " ") },
                ]))
        return (token, secret)
    }

    package func all(of name: UserName, by principal: Principal) async throws -> [Token] {
        try principal.requireCredentials(of: name)
        return try await control.accounts.tokens(of: name)
    }

    /// Revokes a token; what it holds open is closed. Throws `Refusal` 404 when there is none of that id.
    package func revoke(_ id: TokenID, of name: UserName, by principal: Principal) async throws {
        try principal.requireCredentials(of: name)
        let audit = control.audit(principal, "token.revoke", target: "\(name) token \(id)")
        guard try await control.accounts.removeToken(id, of: name, at: control.time.now(), audit: audit) else {
            throw Refusal(.notFound, code: "not_found", "No such token: \(id)")
        }
        await control.revoker.revoke(.token(id))
    }
}

extension Principal {
    /// A token made by a restricted token is restricted as that one is; a session's or a full token's is not.
    fileprivate var restriction: Set<Scope>? {
        permissions == Permissions(of: user) ? nil : permissions.scopes
    }
}
