package import Servers

/// Tells who is asking, from a token or a session secret. The one place where credentials become a principal.
package struct Gatekeeper: Sendable {
    private let accounts: any AccountStore
    private let time: any TimeSource

    /// How exactly it is known when a credential was last used: each note is a write.
    private static let noteInterval = Duration.seconds(60)

    package init(accounts: any AccountStore, time: any TimeSource) {
        self.accounts = accounts
        self.time = time
    }

    /// The principal of an API token; nil when it is unknown or has expired, or its user is gone or disabled.
    package func principal(token secret: Secret, address: String?) async throws -> Principal? {
        try await principal(tokenHash: secret.hash, address: address)?.0
    }

    /// The same by the token's hash, with the token as stored.
    package func principal(tokenHash hash: SecretHash, address: String?) async throws -> (Principal, Token)? {
        let now = time.now()
        guard let token = try await accounts.token(hash), token.expiresAt.map({ $0 > now }) ?? true,
            let user = try await accounts.user(token.user), user.isActive
        else { return nil }
        if token.lastActivity.map({ now - $0 >= Self.noteInterval }) ?? true {
            try? await accounts.noteUse(of: token.id, at: now)
        }
        let all = Permissions(of: user)
        let held = try await expanded(token.scopes).map { all.limited(to: $0) } ?? all
        return (Principal(user: user, credential: .token(token.id), permissions: held, address: address), token)
    }

    private func expanded(_ scopes: Set<Scope>?) async throws -> Set<Scope>? {
        guard let scopes, scopes.contains(where: { if case .group = $0.filter { true } else { false } }) else {
            return scopes
        }
        return Permissions.expanded(scopes, try await accounts.groups())
    }

    /// The principal of a hub session's cookie; nil when it is unknown or has expired, or its user is gone or disabled.
    package func principal(session secret: Secret, address: String?) async throws -> (Principal, Session)? {
        let now = time.now()
        guard let session = try await accounts.session(secret.hash), session.expiresAt > now,
            let user = try await accounts.user(session.user), user.isActive
        else { return nil }
        if now - session.lastSeen >= Self.noteInterval { try? await accounts.noteUse(of: session.id, at: now) }
        let principal = Principal(
            user: user, credential: .session(session.id), permissions: Permissions(of: user), address: address)
        return (principal, session)
    }
}
