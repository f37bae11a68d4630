extension OpenAPISchemas {
    /// The ledger of use.
    static let ledger: [String: JSONValue] = [
        "Ledger": object([
            "by": "string", "since": "Time?", "until": "Time?", "rows": "[LedgerRow]", "total": "LedgerRow",
        ]),
        "LedgerRow": object([
            "key": "string", "servers": "integer", "hours": "number", "reserved": "ReservedHours", "used": "UsedHours",
        ]),
        "ReservedHours": object(["cpu": "number", "memory": "number", "gpus": "number"]),
        "UsedHours": object([
            "cpu": "number", "memory": "number", "memory_share": "number", "peak_memory": "integer?",
            "peak_cpu": "number?",
        ]),
        "IdleServers": list("IdleServer"),
        "IdleServer": object([
            "server": "string", "unused_memory": "number", "idle": "integer?", "usage": "LedgerRow",
        ]),
        "Defaults": object([
            "sessions": "integer", "inside": "integer", "share": "number?", "profiles": "[ProfileFit]",
        ]),
        "ProfileFit": object([
            "profile": "string", "sessions": "integer", "inside": "integer", "share": "number", "raised": "integer",
            "resized": "integer", "requested": "integer", "out_of_memory": "integer", "memory": "Fit", "cpu": "Fit",
        ]),
        "Fit": object([
            "default": "number?", "p50": "number?", "p90": "number?", "p95": "number?", "suggested": "number?",
        ]),
    ]
}
