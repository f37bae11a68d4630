extension HubOperation {
    /// Live resize of the server at `path`.
    static func resize(_ path: String) -> HubOperation {
        HubOperation(
            "PATCH", path + "/resources",
            "Change cores and memory while it runs: 200 when it has them, 409 when it cannot have them (with what it uses), "
                + "202 when it is on its way. What only a start can change is kept for the next one",
            scope: "servers", body: "Resize",
            [
                200: "ResizeAnswer", 202: "ResizeAnswer", 400: "Error", 404: "Error", 409: "Error", 429: "Error",
                503: "Error",
            ])
    }
}
