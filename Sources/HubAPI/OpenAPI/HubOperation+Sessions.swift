extension HubOperation {
    /// Where a user is logged in, and their password.
    static let sessions: [HubOperation] = [
        HubOperation(
            "GET", "/hub/api/users/{user}/sessions", "Where the user is logged in with a browser", scope: "tokens",
            [200: "Sessions", 404: "Error"]),
        HubOperation(
            "DELETE", "/hub/api/users/{user}/sessions", "Log the user out everywhere", scope: "tokens",
            query: ["tokens": "1: revoke all API tokens too"], [200: "EndedSessions", 404: "Error"]),
        HubOperation(
            "DELETE", "/hub/api/users/{user}/sessions/{id}", "End a session; what it holds open is closed",
            scope: "tokens", [204: nil, 404: "Error"]),
        HubOperation(
            "POST", "/hub/api/users/{user}/password",
            "Change one's own password; or, as an admin and without a body, have one made that is shown once",
            body: "NewPassword",
            [200: "GivenPassword", 204: nil, 400: "Error", 403: "Error", 404: "Error", 429: "Error", 503: "Error"]),
    ]
}
