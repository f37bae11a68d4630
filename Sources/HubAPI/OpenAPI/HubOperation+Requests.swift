extension HubOperation {
    /// Asking for more than a profile's ceiling.
    static let requests: [HubOperation] = [
        HubOperation(
            "GET", "/hub/api/requests",
            "Requests for more than a ceiling: your own, and everyone's for admins; newest first",
            query: pageQuery.merging([
                "state": .word("only such", ["pending", "approved", "denied", "withdrawn", "ended"]),
                "owner": .init("only for this user's servers", ["$ref": "#/components/schemas/UserName"]),
            ]) { $1 }, page: "RequestPage", [200: "Requests"]),
        HubOperation(
            "POST", "/hub/api/requests",
            "Ask that a server have more than its ceiling for a while. A group's policy may approve it at once",
            scope: "servers", body: "NewRequest",
            [201: "Request", 400: "Error", 403: "Error", 404: "Error", 429: "Error", 503: "Error"]),
        HubOperation("GET", "/hub/api/requests/{id}", "One request", [200: "Request", 404: "Error"]),
        HubOperation(
            "DELETE", "/hub/api/requests/{id}",
            "Withdraw a request that is pending, or give back what was granted before its time is over",
            scope: "servers", [204: nil, 404: "Error", 409: "Error"]),
        HubOperation(
            "POST", "/hub/api/requests/{id}/approve",
            "Approve, perhaps with other figures: the server has it at once where it runs, else from its next launch on",
            scope: "admin:servers", body: "RequestApproval",
            [200: "Request", 400: "Error", 403: "Error", 404: "Error", 409: "Error", 503: "Error"]),
        HubOperation(
            "POST", "/hub/api/requests/{id}/deny", "Deny", scope: "admin:servers", body: "RequestDenial",
            [200: "Request", 400: "Error", 403: "Error", 404: "Error", 409: "Error"]),
    ]
}
