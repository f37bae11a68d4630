/// Browser sessions and passwords of a user.
extension HubClient {
    /// Maps to `GET /users/{user}/sessions`.
    package func sessions(of user: String) async throws -> [SessionModel] {
        try await fetch([SessionModel].self, HubCall(.get, HubPaths.sessions(of: user)))
    }

    /// Closes what the session holds open. Maps to `DELETE /users/{user}/sessions/{id}`.
    package func endSession(_ id: String, of user: String) async throws {
        try await perform(HubCall(.delete, HubPaths.session(id, of: user)))
    }

    /// Ends all sessions, and revokes all tokens if `tokensToo`, this credential among them.
    /// Maps to `DELETE /users/{user}/sessions`.
    package func endSessions(of user: String, tokensToo: Bool) async throws -> EndedSessions {
        let call = HubCall(.delete, HubPaths.sessions(of: user)).with("tokens", tokensToo ? "1" : nil)
        return try await fetch(EndedSessions.self, call)
    }

    /// Changes one's own password. Maps to `POST /users/{user}/password`.
    package func changePassword(of user: String, _ wanted: NewPassword) async throws {
        try await perform(HubCall(.post, HubPaths.password(of: user)).sending(wanted))
    }

    /// Has a password made for `user`; it is in this answer and in no other. Maps to `POST /users/{user}/password`.
    package func resetPassword(of user: String) async throws -> String {
        let call = try HubCall(.post, HubPaths.password(of: user)).sending(NewPassword())
        return try await fetch(GivenPassword.self, call).password
    }
}
