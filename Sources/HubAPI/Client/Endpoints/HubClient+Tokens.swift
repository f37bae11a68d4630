/// API tokens of a user.
extension HubClient {
    /// Makes a token; its secret is in this answer and in no other. Maps to `POST /users/{user}/tokens`.
    package func createToken(for user: String, _ wanted: NewToken) async throws -> TokenModel {
        try await fetch(TokenModel.self, HubCall(.post, HubPaths.tokens(of: user)).sending(wanted))
    }

    /// Maps to `GET /users/{user}/tokens`.
    package func tokens(of user: String) async throws -> [TokenModel] {
        try await fetch(TokenList.self, HubCall(.get, HubPaths.tokens(of: user))).apiTokens
    }

    /// Closes what the token holds open. Maps to `DELETE /users/{user}/tokens/{id}`.
    package func revokeToken(_ id: String, of user: String) async throws {
        try await perform(HubCall(.delete, HubPaths.token(id, of: user)))
    }
}
