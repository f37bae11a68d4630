extension OpenAPISchemas {
    /// Resizes, asked for and answered.
    static let resizes: [String: JSONValue] = [
        "Resize": optional([
            "cpu": "Cores", "cpu_reserve": "Cores", "memory": "MemorySize", "profile": "string",
            "shared_memory": "MemorySize",
        ]),
        "ResizeAnswer": object([
            "state": "string", "resources": "Resources?", "resize": "ResizeOfServer?", "on_next_start": "[string]",
            "next": "object?",
        ]),
        "ResizeOfServer": object([
            "revision": "integer", "state": "string", "target": "Resources", "by": "string", "at": "Time",
            "code": "string?", "message": "string?",
        ]),
    ]
}
