extension HubOperation {
    /// Idle servers: what is to be done with each, and doing it.
    static let reap: [HubOperation] = [
        HubOperation(
            "GET", "/hub/api/reap",
            "What is to be done with each started server, and why, those that would be stopped first: what POST would do",
            scope: "admin:servers",
            query: pageQuery.merging([
                "idle": .init("a timeout in place of what policies say", ["$ref": "#/components/schemas/Duration"]),
                "filter": "only servers that fit, as GET /servers takes it",
                "user": .init("only this user's", ["$ref": "#/components/schemas/UserName"]),
                "group": .init("only those of this group's members", ["$ref": "#/components/schemas/GroupName"]),
                "profile": "only of this profile",
                "over_memory": .init("only what uses more", ["$ref": "#/components/schemas/MemorySize"]),
                "verdict": .word("only such", ["keep", "warn", "reap"]),
            ]) { $1 }, page: "ReapPage", [200: "ReapList"]),
        HubOperation(
            "POST", "/hub/api/reap",
            "Stop what GET shows, each after a new look at it. With a timeout or a filter nobody is told first",
            scope: "admin:servers", body: "ReapRequest", [200: "ReapAnswer", 409: "Error"]),
    ]

    /// Holding off the stop of the server at `path`.
    static func keep(_ path: String) -> HubOperation {
        HubOperation(
            "POST", path + "/keep", "Keep it from being stopped for being idle, for a while", scope: "servers",
            body: "Keep", [200: "Kept", 400: "Error", 404: "Error", 409: "Error"])
    }
}
