package import Accounts
package import Servers

/// Lists and ends a user's browser sessions, and logs out everywhere. What they hold open is closed.
package struct EndSessions: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    /// Those that were not ended and have not expired, oldest first. Throws `Refusal` as `callAsFunction` does.
    package func all(of name: UserName, by principal: Principal) async throws -> [Session] {
        try principal.requireCredentials(of: name)
        let now = control.time.now()
        return try await control.accounts.sessions(of: name).filter { $0.expiresAt > now }
    }

    /// Throws `Refusal`: 403/404 without `tokens` for this user, 404 when there is no such session.
    package func callAsFunction(_ id: SessionID, of name: UserName, by principal: Principal) async throws {
        guard try await !end(.one(id), of: name, by: principal).isEmpty else {
            throw Refusal(.notFound, code: "not_found", "No such session: \(id.value.prefix(40))")
        }
    }

    /// Ends all sessions, and removes all tokens if `tokensToo`; answers how many of each.
    package func everywhere(
        of name: UserName, tokensToo: Bool, by principal: Principal
    ) async throws -> (sessions: Int, tokens: Int) {
        let sessions = try await end(.all, of: name, by: principal)
        guard tokensToo else { return (sessions.count, 0) }
        let tokens = try await control.accounts.removeTokens(
            of: name, at: control.time.now(),
            audit: control.audit(principal, "token.revoke", target: "\(name) all tokens"))
        for token in tokens { await control.revoker.revoke(.token(token)) }
        return (sessions.count, tokens.count)
    }

    private func end(
        _ which: SessionChoice, of name: UserName, by principal: Principal
    ) async throws -> [SessionID] {
        try principal.requireCredentials(of: name)
        let target =
            if case .one(let id) = which { "\(name) session \(id.value.prefix(40))" } else { "\(name) all sessions" }
        let ended = try await control.accounts.endSessions(
            of: name, which, at: control.time.now(), audit: control.audit(principal, "session.end", target: target))
        for session in ended { await control.revoker.revoke(.session(session)) }
        return ended
    }
}
