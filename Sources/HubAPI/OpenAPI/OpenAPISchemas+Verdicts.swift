extension OpenAPISchemas {
    /// What is to be done with servers that are idle, and why.
    static let verdicts: [String: JSONValue] = [
        "Verdict": object([
            "verdict": "string", "rule": "string", "reasons": "[string]", "changes_at": "Time?",
            "evidence": "[Evidence]",
        ]),
        "Evidence": object([
            "kind": "string", "what": "string?", "at": "Time", "since": "Time?", "self_reported": "boolean",
            "text": "string",
        ]),
        "ReapList": list("ReapEntry"),
        "ReapPage": page("[ReapEntry]"),
        "ReapEntry": object([
            "owner": "string", "name": "string", "full_name": "string", "profile": "string?", "memory": "integer?",
            "verdict": "Verdict", "action": "string",
        ]),
        "ReapRequest": optional([
            "idle": "Duration", "filter": "string", "user": "UserName", "group": "GroupName", "profile": "string",
            "over_memory": "MemorySize", "at_most": "Count",
        ]),
        "ReapAnswer": object(["stopped": "integer", "servers": "[ReapOutcome]"]),
        "ReapOutcome": object([
            "owner": "string", "name": "string", "full_name": "string", "result": "string", "verdict": "Verdict?",
        ]),
        "Keep": optional(["for": "Duration", "until": "Time"]),
        "Kept": object(["until": "Time", "verdict": "Verdict?"]),
        "IdleRules": optional([
            "timeout": "DurationOrNever", "notice": "DurationOrNone", "busy_limit": "DurationOrNever",
            "maximum_age": "DurationOrNever", "minimum_run": "DurationOrNone", "keep_limit": "DurationOrNever",
            "quiet_hours": "QuietHours", "exempt": "boolean",
        ]),
        "QuietHours": [
            "type": "object", "additionalProperties": false, "required": ["from", "to", "zone"],
            "properties": ["from": type("TimeOfDay"), "to": type("TimeOfDay"), "zone": type("string")],
        ],
        "IdleRulesOfGroup": object([
            "timeout": "DurationAnswer?", "notice": "integer?", "busy_limit": "DurationAnswer?",
            "maximum_age": "DurationAnswer?", "minimum_run": "integer?", "keep_limit": "DurationAnswer?",
            "quiet_hours": "QuietHours?", "exempt": "boolean?",
        ]),
        "Count": ["type": "integer", "minimum": 0],
        "Duration": duration(least: 1, words: []),
        "DurationOrNone": duration(least: 0, words: []),
        "DurationOrNever": duration(least: 1, words: ["never"]),
        "DurationAnswer": ["anyOf": [["type": "integer"], ["type": "string", "enum": ["never"]]]],
        "TimeOfDay": ["type": "string", "pattern": "^([01]?[0-9]|2[0-3]):[0-5][0-9]$|^24:00$"],
    ]

    private static func duration(least: Int64, words: [JSONValue]) -> JSONValue {
        var ways: [JSONValue] = [
            ["type": "integer", "minimum": .integer(least), "maximum": 315_360_000],
            ["type": "string", "pattern": "^[1-9][0-9]{0,3}[smhd]$"],
        ]
        if !words.isEmpty { ways.append(["type": "string", "enum": .array(words)]) }
        return ["description": "Seconds, or a text such as 90s, 4h or 14d", "anyOf": .array(ways)]
    }
}
