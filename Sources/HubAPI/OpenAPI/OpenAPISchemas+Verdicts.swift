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
    ]
}
