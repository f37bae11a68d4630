extension OpenAPISchemas {
    /// Servers in lists, and what is done to many at once.
    static let fleet: [String: JSONValue] = [
        "Fleet": list("FleetServer"),
        "FleetPage": page("[FleetServer]"),
        "FleetServer": object([
            "owner": "string", "name": "string", "groups": "[string]", "display_name": "string?", "phase": "string",
            "shown": "string",
            "since": "Time?", "next": "object?", "last_activity": "Time?", "resize": "ResizeOfServer?",
            "generation": "integer", "profile": "string?", "clean": "boolean", "image": "string?",
            "image_digest": "string?", "newer_image": "boolean", "resources": "Resources?", "url": "string",
            "full_url": "string", "reason": "string?", "message": "string?", "healthy": "boolean",
            "container": "string?", "node": "string", "workspace": "Workspace?",
            "out_of_memory": "OutOfMemory?", "usage": "Usage?", "grant": "Grant?", "queue": "Queue?",
            "activity": "[Evidence]?", "verdict": "Verdict?",
        ]),
        "BulkStop": [
            "type": "object", "required": ["filter", "expected"],
            "properties": [
                "filter": ["type": "string", "maxLength": 2000],
                "expected": ["type": "integer", "minimum": 0],
            ],
            "additionalProperties": false,
        ],
        "BulkOutcomes": list("BulkOutcome"),
        "BulkOutcome": object([
            "owner": "string", "name": "string", "result": "string", "code": "string?", "message": "string?",
        ]),
    ]
}
