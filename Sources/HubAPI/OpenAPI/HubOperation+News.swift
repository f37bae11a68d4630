extension HubOperation {
    /// What changes, as it does.
    static let news = [
        HubOperation(
            "GET", "/hub/api/events",
            "What changes of one's servers and requests, and what admins say to all, as server-sent events; it begins "
                + "with all there is, so nothing must be asked for after a break. It ends after some minutes: connect again",
            query: [
                "owner": .init("this user's instead", ["$ref": "#/components/schemas/UserName"]),
                "all": "1: only that something of all servers changed, for those with the scope admin:servers",
            ],
            [200: "news"])
    ]
}
