extension OpenAPISchemas {
    /// What admins look into and say to all.
    static let operating: [String: JSONValue] = [
        "AuditPage": object(["entries": "[AuditEntry]", "next": "integer?"]),
        "AuditEntry": object([
            "id": "integer", "at": "Time", "principal": "string", "address": "string?", "action": "string",
            "target": "string", "parameters": "{string}", "result": "string",
        ]),
        "Drain": object([
            "draining": "boolean", "message": "string?", "deadline": "Time?", "since": "Time?", "by": "string?",
        ]),
        "NewDrain": optional(["message": "OperatorText", "deadline": "DueTime"]),
        "Broadcast": object([
            "message": "string?", "level": "string?", "at": "Time?", "until": "Time?", "filter": "string?",
            "by": "string?",
        ]),
        "NewBroadcast": [
            "type": "object", "additionalProperties": false, "required": ["message"],
            "properties": [
                "message": type("OperatorText"), "level": type("NoticeLevel?"), "until": type("DueTime?"),
                "filter": type("string?"),
            ],
        ],
        "OperatorText": ["type": "string", "minLength": 1, "maxLength": 140, "description": "One line"],
        "NoticeLevel": ["type": "string", "enum": ["info", "warning", "error"]],
        "DueTime": [
            "description": "A time, or so many seconds from now; within the next 30 days",
            "anyOf": [type("Time"), ["type": "integer", "minimum": 1, "maximum": 2_592_000]],
        ],
    ]
}
