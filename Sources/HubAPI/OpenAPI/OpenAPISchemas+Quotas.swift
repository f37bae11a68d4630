extension OpenAPISchemas {
    /// Quotas.
    static let quotas: [String: JSONValue] = [
        "QuotaOfGroup": object(["servers": "integer?", "cpu": "number?", "memory": "integer?"]),
        "ApprovalOfGroup": object(["cpu": "number?", "memory": "integer?"]),
        "Quota": object(["user": "string", "limits": "[QuotaLimit]", "servers": "[QuotaServer]"]),
        "QuotaLimit": object([
            "measure": "string", "limit": "number", "used": "number", "servers": "integer", "source": "string",
            "group": "string?", "explanation": "string",
        ]),
        "QuotaServer": object(["name": "string", "full_name": "string", "cpu": "number", "memory": "integer"]),
    ]
}
