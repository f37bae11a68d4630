extension HubOperation {
    /// What admins look into and say to all.
    static let operating: [HubOperation] = [
        HubOperation(
            "GET", "/hub/api/audit", "Who did what, to what, from where, with what result; the newest first",
            scope: "admin:users",
            query: [
                "since": "not before this: a time in ISO 8601, or how long ago, such as 7d",
                "until": "before this, likewise",
                "principal": "a user with all of their tokens, or one token: ada, ada/token a3",
                "action": "one action, or all that begin with a word: server.stop, server",
                "target": "what is in the target's text",
                "after": .integer("only entries older than this id: the last answer's next", atLeast: 1),
                "limit": .integer("how many at most; 100 unless said, never more than 1000", atLeast: 1),
            ], [200: "AuditPage"]),
        HubOperation(
            "GET", "/hub/api/drain", "Whether launches are taken, and if not, why and until when servers go on",
            [200: "Drain"]),
        HubOperation(
            "PUT", "/hub/api/drain",
            "Take no launches from now on, before maintenance; at the deadline, if there is one, stop what runs",
            scope: "admin:servers", body: "NewDrain", [200: "Drain"]),
        HubOperation(
            "DELETE", "/hub/api/drain", "Take launches again", scope: "admin:servers", [204: nil, 404: "Error"]),
        HubOperation(
            "GET", "/hub/api/broadcast", "What everybody is told", [200: "Broadcast"]),
        HubOperation(
            "POST", "/hub/api/broadcast",
            "Tell everybody something, in place of what was told before: in JupyterLab where a server runs or starts, and on "
                + "the hub's pages", scope: "admin:servers", body: "NewBroadcast", [201: "Broadcast"]),
        HubOperation(
            "DELETE", "/hub/api/broadcast", "Take it back", scope: "admin:servers", [204: nil, 404: "Error"]),
    ]
}
