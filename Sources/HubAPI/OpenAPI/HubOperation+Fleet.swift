extension HubOperation {
    /// All servers at once.
    static let fleet = [
        HubOperation(
            "GET", "/hub/api/servers",
            "The servers that you may see; X-Total-Count tells how many fit. Whole unless a limit or a page is asked for",
            query: pageQuery.merging([
                "owner": .init("only this user's", ["$ref": "#/components/schemas/UserName"]),
                "filter":
                    "only those that fit: owner:ada phase:started idle:>2h profile:large,huge -node:a* word; all terms hold",
                "sort": "by which keys of the filter, - for the largest first: -idle,owner",
            ]) { $1 }, page: "FleetPage", [200: "Fleet", 400: "Error"]),
        HubOperation(
            "POST", "/hub/api/servers/stop",
            "Stop all that fit the filter and are running or on their way there; 409 when those are not as many as expected",
            scope: "servers", body: "BulkStop", [200: "BulkOutcomes", 400: "Error", 409: "Error"]),
    ]
}
