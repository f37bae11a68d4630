extension OpenAPISchemas {
    /// What single values look like.
    static let values: [String: JSONValue] = [
        "UserName": [
            "type": "string", "maxLength": 64,
            "pattern": "^[A-Za-z0-9]([A-Za-z0-9._@~+() -]*[A-Za-z0-9._@~+()-])?$",
            "description": "Lower case is the same name",
        ],
        "GroupName": ["type": "string", "maxLength": 64, "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$"],
        "ServerName": ["type": "string", "minLength": 1, "maxLength": 32, "pattern": "^[a-z0-9-]+$"],
        "EmptyName": ["type": "string", "maxLength": 0],
        "DisplayName": ["type": "string", "maxLength": 100],
        "Segment": ["type": "string", "pattern": "^[A-Za-z0-9_-]{1,100}$"],
        "Scope": [
            "type": "string", "pattern": "^[a-z:]+(!(user|group|server)=.+)?$",
            "description": "JupyterHub's names and filters, a subset of them",
        ],
        "Time": [
            "type": "string", "format": "date-time", "pattern": "^\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d",
        ],
        "ServerCount": ["type": "integer", "minimum": 0, "maximum": 10000],
        "Cores": ["type": "number", "minimum": .number(0.01), "maximum": 4096],
        "MemorySize": [
            "description": "Bytes, or a size in units of 1024 such as 8G",
            "anyOf": [
                ["type": "integer", "format": "int64", "minimum": 1],
                ["type": "string", "pattern": "^[0-9]+(\\.[0-9]+)? *([KMGTkmgt]([iI]?[bB])?|[bB])?$"],
            ],
        ],
        "Lifetime": ["type": "integer", "minimum": 1, "maximum": 3_155_760_000, "description": "Seconds"],
        "No": ["type": "boolean", "enum": [false]],
        "NoRoles": ["type": "array", "maxItems": 0, "items": type("string")],
        "HubPath": [
            "type": "string", "maxLength": 2048, "pattern": "^/hub([/?][!-~]*)?$",
            "description": "A path on the hub's own origin",
        ],
    ]
}
