extension HubOperation {
    /// Groups, as JupyterHub has them, with Berth's policy beside.
    static let groups: [HubOperation] = [
        HubOperation(
            "GET", "/hub/api/groups", "The groups", scope: "groups", query: pageQuery, page: "GroupPage",
            [200: "Groups"]),
        HubOperation(
            "POST", "/hub/api/groups", "Make groups", scope: "groups", body: "NewGroups",
            [201: "Groups", 400: "Error", 403: "Error", 409: "Error"]),
        one("GET", "", "One group", [200: "Group"]),
        one("POST", "", "Make a group", body: "NewGroup", [201: "Group", 400: "Error", 409: "Error"]),
        one("DELETE", "", "Remove a group; its members stay", [204: nil]),
        one("POST", "/users", "Add members", body: "GroupUsers", [200: "Group", 400: "Error"]),
        one("DELETE", "/users", "Remove members", body: "GroupUsers", [200: "Group", 400: "Error"]),
        one(
            "PUT", "/properties", "Replace what others keep with it", body: "GroupProperties",
            [200: "Group", 400: "Error"]),
        one(
            "PUT", "/policy", "Say what its members may launch, from the next launch on", body: "GroupPolicy",
            [200: "Group", 400: "Error"]),
    ]

    private static func one(
        _ method: String, _ place: String, _ summary: String, body: String? = nil, _ answers: [Int: String?]
    ) -> HubOperation {
        HubOperation(
            method, "/hub/api/groups/{group}\(place)", summary, scope: "groups", body: body,
            answers.merging([403: "Error", 404: "Error"]) { own, _ in own })
    }
}
