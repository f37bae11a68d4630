extension OpenAPISchemas {
    /// What changes, as it does.
    static let news: [String: JSONValue] = [
        "NewsEvent": [
            "type": "object", "required": ["data"],
            "properties": [
                "data": ["type": "string", "contentMediaType": "application/json", "contentSchema": type("News")]
            ],
        ],
        "News": [
            "type": "object", "required": ["kind"],
            "properties": [
                "kind": type("string"), "server": type("string"), "state": type("FleetServer"),
                "progress": type("Progress"), "usage": type("Usage"), "request": type("Request"),
                "edition": type("string"),
                "drain": type("Drain"), "broadcast": type("Broadcast"),
            ],
        ],
    ]
}
