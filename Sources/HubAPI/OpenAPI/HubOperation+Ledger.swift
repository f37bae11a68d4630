extension HubOperation {
    private static let span: [String: QueryParameter] = [
        "since": "from when on: a time in ISO 8601, or how long ago, such as 7d; without it from the beginning",
        "until": "up to when, likewise; without it up to now",
        "owner": .init("only this user's servers", ["$ref": "#/components/schemas/UserName"]),
        "format": .word("the form of the answer; csv also where the client accepts text/csv", ["json", "csv"]),
    ]

    /// The ledger of use.
    static let ledger = [
        HubOperation(
            "GET", "/hub/api/usage",
            "What was reserved and used, summed: your own, and everyone's for who may read all users",
            query: span.merging([
                "by": .word("of what there is a row each; user unless told", ["user", "group", "profile", "server"])
            ]) { $1 },
            [200: "Ledger", 404: "Error"]),
        HubOperation(
            "GET", "/hub/api/usage/idle",
            "Servers by the memory that was reserved and not used, and for how long nothing has gone on in them",
            query: span, [200: "IdleServers", 404: "Error"]),
        HubOperation(
            "GET", "/hub/api/usage/defaults",
            "The share of sessions that ended inside their profile's defaults, their peaks, and what these suggest",
            query: span, [200: "Defaults", 404: "Error"]),
    ]
}
