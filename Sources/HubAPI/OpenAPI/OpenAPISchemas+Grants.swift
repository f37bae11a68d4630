extension OpenAPISchemas {
    /// Requests for more than a ceiling, and what is granted.
    static let grants: [String: JSONValue] = [
        "Requests": list("Request"),
        "RequestPage": page("[Request]"),
        "Request": object([
            "id": "string", "owner": "string", "name": "string", "full_name": "string", "profile": "string?",
            "cpu": "number?", "memory": "integer?", "duration": "integer", "reason": "string", "by": "string",
            "created": "Time", "state": "string", "decision": "Decision?", "grant": "Grant?", "message": "string?",
        ]),
        "Decision": object(["by": "string", "note": "string", "at": "Time"]),
        "Grant": object([
            "request": "string", "cpu": "number?", "memory": "integer?", "until": "Time", "state": "string",
        ]),
        "NewRequest": [
            "type": "object", "additionalProperties": false, "required": ["duration", "reason"],
            "properties": [
                "owner": type("UserName?"), "name": type("string?"), "profile": type("string?"), "cpu": type("Cores?"),
                "memory": type("MemorySize?"), "duration": type("GrantTime"), "reason": type("Reason"),
            ],
        ],
        "RequestApproval": optional([
            "note": "Note", "cpu": "Cores", "memory": "MemorySize", "duration": "GrantTime",
        ]),
        "RequestDenial": optional(["note": "Note"]),
        "GrantTime": ["type": "integer", "minimum": 1, "maximum": 2_592_000, "description": "Seconds"],
        "Reason": ["type": "string", "minLength": 1, "maxLength": 500],
        "Note": ["type": "string", "maxLength": 500],
    ]
}
