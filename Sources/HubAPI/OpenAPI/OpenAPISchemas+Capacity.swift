extension OpenAPISchemas {
    /// What there is, and who waits for it.
    static let capacity: [String: JSONValue] = [
        "Capacity": object(["nodes": "[NodeCapacity]", "queue": "[Waiting]", "draining": "string?"]),
        "NodeCapacity": object([
            "node": "string", "host": "Amount", "total": "Amount", "reserved": "Amount", "free": "Amount",
            "used": "Amount?", "overcommit": "Overcommit", "gpus": "[GPU]",
        ]),
        "Amount": object(["cpu": "number", "memory": "integer"]),
        "Overcommit": object(["cpu": "number", "memory": "number"]),
        "GPU": object(["id": "string", "held": "boolean", "server": "string?"]),
        "Waiting": object([
            "server": "string?", "needs": "Amount", "gpus": "integer", "since": "Time", "queue": "Queue",
        ]),
        "Queue": object([
            "position": "integer", "length": "integer", "waits_for": "string", "reason": "string", "tier": "string",
            "estimate": "integer?",
        ]),
    ]
}
