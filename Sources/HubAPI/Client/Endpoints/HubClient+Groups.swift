/// Groups.
extension HubClient {
    /// All groups, page by page. Maps to `GET /groups`.
    package func groups() async throws -> [GroupModel] {
        try await pages(of: GroupModel.self, HubCall(.get, HubPaths.groups))
    }

    /// Maps to `POST /groups/{group}`.
    package func addGroup(_ name: String) async throws -> GroupModel {
        try await fetch(GroupModel.self, HubCall(.post, HubPaths.group(name)))
    }

    /// Maps to `DELETE /groups/{group}`.
    package func removeGroup(_ name: String) async throws {
        try await perform(HubCall(.delete, HubPaths.group(name)))
    }

    /// Maps to `POST /groups/{group}/users`.
    package func join(_ group: String, _ users: [String]) async throws -> GroupModel {
        let call = HubCall(.post, HubPaths.group(group) + "/users")
        return try await fetch(GroupModel.self, call.sending(GroupUsers(users: users)))
    }

    /// Maps to `DELETE /groups/{group}/users`.
    package func leave(_ group: String, _ users: [String]) async throws -> GroupModel {
        let call = HubCall(.delete, HubPaths.group(group) + "/users")
        return try await fetch(GroupModel.self, call.sending(GroupUsers(users: users)))
    }

    /// Maps to `PUT /groups/{group}/policy`.
    package func setPolicy(of group: String, _ policy: GroupPolicyModel) async throws -> GroupModel {
        let call = HubCall(.put, HubPaths.group(group) + "/policy")
        return try await fetch(GroupModel.self, call.sending(policy))
    }
}
