/// Users and their ways in.
extension HubClient {
    /// Who is asking. Maps to `GET /user`.
    package func whoAmI() async throws -> SelfModel {
        try await fetch(SelfModel.self, HubCall(.get, HubPaths.whoAmI))
    }

    /// All users that this credential may see, page by page. Maps to `GET /users`.
    package func users() async throws -> [UserModel] {
        try await pages(of: UserModel.self, HubCall(.get, HubPaths.users).with("include_stopped_servers", "1"))
    }

    /// Maps to `GET /users/{user}`.
    package func user(_ name: String) async throws -> UserModel {
        let call = HubCall(.get, HubPaths.user(name)).with("include_stopped_servers", "1")
        return try await fetch(UserModel.self, call)
    }

    /// Refused with 409 when there is one of that name. Maps to `POST /users/{user}`.
    package func addUser(_ name: String, isAdmin: Bool) async throws -> UserModel {
        let call = try HubCall(.post, HubPaths.user(name)).sending(NewUser(admin: isAdmin ? true : nil))
        return try await fetch(UserModel.self, call)
    }

    /// Maps to `PATCH /users/{user}`.
    package func changeUser(_ name: String, _ edit: UserEdit, evenMyself: Bool = false) async throws -> UserModel {
        let call = HubCall(.patch, HubPaths.user(name)).with("myself", evenMyself ? "1" : nil)
        return try await fetch(UserModel.self, call.sending(edit))
    }

    /// Answers within 10 seconds, gone or not. Maps to `DELETE /users/{user}`.
    package func removeUser(_ name: String, purge: Bool, evenMyself: Bool) async throws -> Outcome {
        let call = HubCall(.delete, HubPaths.user(name)).with("purge", purge ? "1" : nil)
            .with("myself", evenMyself ? "1" : nil)
        return try await perform(call).status == 202 ? .underWay : .done
    }

    /// What the user's servers may hold together and hold now. Maps to `GET /users/{user}/quota`.
    package func quota(of user: String) async throws -> QuotaReport {
        try await fetch(QuotaReport.self, HubCall(.get, HubPaths.quota(of: user)))
    }

    /// A link that logs a browser in once, within ten minutes, and leads to `next`, a path on the hub.
    /// Maps to `POST /users/{user}/login-link`.
    package func loginLink(for user: String, next: String) async throws -> LoginLink {
        let call = try HubCall(.post, HubPaths.loginLink(of: user)).sending(LoginLinkRequest(next: next))
        return try await fetch(LoginLink.self, call)
    }
}
