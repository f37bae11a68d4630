extension HubOperation {
    /// Every operation there is.
    package static let all: [HubOperation] =
        hub + users + sessions + groups + requests + servers(at: "server") + servers(at: "servers/{server}") + own
        + fleet + capacity + news + reap + ledger + operating

    private static let hub: [HubOperation] = [
        HubOperation(
            "GET", "/hub/api", "The version of JupyterHub's API that is matched", isOpen: true,
            [200: "Version"]),
        HubOperation("GET", "/hub/api/info", "What runs here", scope: "read:hub", [200: "Info"]),
        HubOperation("GET", "/hub/api/health", "Live and ready", isOpen: true, [200: "Health"]),
        HubOperation("GET", "/hub/api/openapi.json", "This document", isOpen: true, [200: "OpenAPI"]),
        HubOperation(
            "GET", "/hub/api/proxy", "Where the gateway sends each running server's path", scope: "proxy",
            query: pageQuery, page: "RoutePage", [200: "Routes"]),
        HubOperation(
            "GET", "/hub/api/authorizations/token/{token}", "Whose token this is", [200: "User"]),
    ]

    /// JupyterHub's, of every list that comes in pages.
    static let pageQuery: [String: QueryParameter] = [
        "offset": .integer("how many to skip", atLeast: 0),
        "limit": .integer("how many at most; never more than 200", atLeast: 1),
    ]

    private static let listQuery = pageQuery.merging([
        "state": .word("only users with such servers", ["active", "ready", "inactive"]),
        "name_filter": "only names that contain this",
        "sort": .word(
            "by what; - for descending", ["id", "-id", "name", "-name", "last_activity", "-last_activity"]),
        "include_stopped_servers": "list stopped servers too",
    ]) { $1 }

    private static let users: [HubOperation] = [
        HubOperation("GET", "/hub/api/user", "Who is asking", [200: "Self"]),
        HubOperation(
            "GET", "/hub/api/users", "The users", scope: "read:users", query: listQuery, page: "UserPage",
            [200: "Users"]),
        HubOperation(
            "POST", "/hub/api/users", "Make accounts", scope: "admin:users", body: "NewUsers",
            [201: "Users", 400: "Error", 409: "Error"]),
        HubOperation(
            "GET", "/hub/api/users/{user}", "One user", scope: "read:users",
            query: ["include_stopped_servers": "list stopped servers too"], [200: "User", 404: "Error"]),
        HubOperation(
            "POST", "/hub/api/users/{user}", "Make an account", scope: "admin:users", body: "NewUser",
            [201: "User", 400: "Error", 409: "Error"]),
        HubOperation(
            "PATCH", "/hub/api/users/{user}", "Make an admin or not; disable or enable", scope: "admin:users",
            query: ["myself": "1: even if it is oneself"], body: "UserEdit",
            [200: "User", 400: "Error", 403: "Error", 404: "Error", 409: "Error"]),
        HubOperation(
            "DELETE", "/hub/api/users/{user}",
            "Remove an account: 204 when it is gone, 202 while its servers stop. Its workspace is put aside",
            scope: "admin:users",
            query: ["purge": "1: remove the workspace too", "myself": "1: even if it is oneself"],
            [202: nil, 204: nil, 400: "Error", 403: "Error", 404: "Error", 409: "Error"]),
        HubOperation(
            "POST", "/hub/api/users/{user}/activity", "Report that the user did something", scope: "users",
            body: "Activity", [200: nil, 400: "Error", 404: "Error"]),
        HubOperation(
            "GET", "/hub/api/users/{user}/tokens", "The user's API tokens", scope: "tokens",
            [200: "Tokens", 404: "Error"]),
        HubOperation(
            "POST", "/hub/api/users/{user}/tokens", "Make an API token; its secret is in this answer only",
            scope: "tokens", body: "NewToken",
            [201: "Token", 400: "Error", 403: "Error", 404: "Error", 429: "Error", 503: "Error"]),
        HubOperation(
            "GET", "/hub/api/users/{user}/tokens/{id}", "One API token", scope: "tokens", [200: "Token", 404: "Error"]),
        HubOperation(
            "DELETE", "/hub/api/users/{user}/tokens/{id}", "Revoke an API token", scope: "tokens",
            [204: nil, 404: "Error"]),
        HubOperation(
            "GET", "/hub/api/users/{user}/quota", "What the user's servers may hold together, and what they hold",
            scope: "read:users", [200: "Quota", 404: "Error"]),
        HubOperation(
            "POST", "/hub/api/users/{user}/login-link", "Make a link that logs a browser in, once, within ten minutes",
            body: "LoginLinkRequest", [201: "LoginLink", 400: "Error", 403: "Error", 404: "Error"]),
    ]

    private static func servers(at place: String) -> [HubOperation] {
        let path = "/hub/api/users/{user}/\(place)"
        return [
            HubOperation(
                "POST", path, "Launch: 201 when it became ready within the wait, 202 when it is on its way",
                scope: "servers", body: "Launch",
                [
                    201: nil, 202: nil, 400: "Error", 404: "Error", 409: "Error", 429: "Error", 500: "Error",
                    503: "Error",
                ]),
            HubOperation(
                "DELETE", path, "Stop, and remove if asked to: 204 when it has stopped, 202 when it is on its way",
                scope: "servers", body: place == "server" ? "StopDefault" : "StopRequest",
                [202: nil, 204: nil, 400: "Error", 404: "Error"]),
            HubOperation("GET", path, "One server", [200: "Server", 404: "Error"]),
            HubOperation(
                "PUT", path, "Make a server without launching it", scope: "servers", body: "NewServer",
                [201: "Server", 400: "Error", 404: "Error", 409: "Error", 503: "Error"]),
            HubOperation(
                "PATCH", path, "Rename a server that is stopped, or change what its next launch gets",
                scope: "servers", body: place == "server" ? "DefaultServerEdit" : "ServerEdit",
                [200: "Server", 400: "Error", 404: "Error", 409: "Error", 503: "Error"]),
            HubOperation(
                "POST", path + "/restart", "Stop and launch again as one: answers as a launch does", scope: "servers",
                body: "Relaunch",
                [
                    201: nil, 202: nil, 400: "Error", 404: "Error", 409: "Error", 429: "Error", 500: "Error",
                    503: "Error",
                ]),
            resize(path), keep(path),
            HubOperation(
                "GET", path + "/progress", "A launch as it goes, until it is ready or has failed",
                [200: "events", 400: "Error", 404: "Error"]),
            HubOperation(
                "GET", path + "/events", "The server's history, oldest first",
                query: [
                    "after": .integer("only events after this id", atLeast: 0),
                    "limit": .integer("how many at most; never more than 1000", atLeast: 1),
                ],
                [200: "Events", 404: "Error"]),
            HubOperation(
                "GET", path + "/kernels", "What its kernels do, as far as its Jupyter tells within 5 s",
                scope: "servers",
                [200: "Kernels", 404: "Error"]),
            HubOperation(
                "GET", path + "/logs", "What its processes wrote, also after its end", scope: "servers",
                query: [
                    "tail": .integer("only the last lines; at most 1000000", atLeast: 0),
                    "follow": "1: go on with what is written from now on",
                ],
                [200: "text", 404: "Error", 503: "Error"]),
        ]
    }

    private static let own: [HubOperation] = [
        HubOperation("GET", "/hub/api/profiles", "The profiles that you may launch", [200: "Profiles"]),
        HubOperation(
            "GET", "/hub/api/profiles/problems",
            "What is wrong with the profiles on disk; while there is anything, those read before stay in force",
            scope: "admin:servers", [200: "ProfileProblems"]),
        HubOperation(
            "GET", "/hub/api/images", "The images that the hub pulled, or that profiles and servers use",
            scope: "admin:servers", [200: "Images", 503: "Error"]),
        HubOperation(
            "POST", "/hub/api/images/prune", "Remove the images that the hub pulled and nothing uses; answers them",
            scope: "admin:servers", body: "ImagePrune", [200: "Images", 400: "Error", 503: "Error"]),
    ]
}
