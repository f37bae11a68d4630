extension OpenAPISchemas {
    /// The bodies of requests: no other fields are taken, and null is as if a field, or the whole body, were not there.
    static let requests: [String: JSONValue] = [
        "Launch": optional(launch.merging(["clean": "boolean", "display_name": "DisplayName"]) { $1 }),
        "Relaunch": optional(launch.merging(["clean": "boolean"]) { $1 }),
        "LaunchOptions": optional([
            "profile": "string", "cpu": "Cores", "cpu_reserve": "Cores", "memory": "MemorySize",
            "shared_memory": "MemorySize", "clean": "boolean",
        ]),
        "NewServer": optional(launch.merging(["display_name": "DisplayName"]) { $1 }),
        "ImagePrune": optional(["dry_run": "boolean"]),
        "ServerEdit": optional(launch.merging(["name": "ServerName", "display_name": "DisplayName"]) { $1 }),
        "DefaultServerEdit": optional(launch.merging(["name": "EmptyName", "display_name": "DisplayName"]) { $1 }),
        "StopRequest": optional(["remove": "boolean"]),
        "StopDefault": optional(["remove": "No"]),
        "NewToken": optional([
            "note": "string", "expires_in": "Lifetime", "scopes": "[Scope]", "roles": "NoRoles", "auth": "Login",
        ]),
        "Login": optional(["username": "string", "password": "string"]),
        "NewPassword": optional(["password": "string", "current": "string"]),
        "NewUsers": [
            "type": "object", "additionalProperties": false, "required": ["usernames"],
            "properties": [
                "usernames": ["type": "array", "minItems": 1, "items": type("UserName")], "admin": type("boolean?"),
            ],
        ],
        "NewGroups": [
            "type": "object", "additionalProperties": false, "required": ["groups"],
            "properties": ["groups": ["type": "array", "minItems": 1, "items": type("GroupName")]],
        ],
        "NewGroup": optional(["users": "[UserName]"]),
        "GroupUsers": [
            "type": "object", "additionalProperties": false, "required": ["users"],
            "properties": ["users": type("[UserName]")],
        ],
        "GroupProperties": type("object"),
        "GroupPolicy": optional([
            "profiles": "[string]", "cpu": "Cores", "memory": "MemorySize", "member_quota": "GroupQuota",
            "quota": "GroupQuota", "auto_approve": "AutoApproval", "guarantee": "Guarantee", "idle": "IdleRules",
        ]),
        "GroupQuota": optional(["servers": "ServerCount", "cpu": "Cores", "memory": "MemorySize"]),
        "AutoApproval": optional(["cpu": "Cores", "memory": "MemorySize"]),
        "Guarantee": [
            "type": "object", "additionalProperties": false, "required": ["cpu", "memory"],
            "properties": ["cpu": type("Cores"), "memory": type("MemorySize")],
        ],
        "UserEdit": optional(["name": "UserName", "admin": "boolean", "disabled": "boolean"]),
        "NewUser": optional(["admin": "boolean"]),
        "Activity": optional(["last_activity": "Time", "servers": "{ServerActivity}"]),
        "ServerActivity": [
            "type": "object", "required": ["last_activity"], "properties": ["last_activity": type("Time")],
        ],
        "LoginLinkRequest": optional(["next": "HubPath"]),
    ]

    private static let launch = [
        "profile": "string", "cpu": "Cores", "cpu_reserve": "Cores", "memory": "MemorySize",
        "shared_memory": "MemorySize", "user_options": "LaunchOptions",
    ]

    /// An object whose fields, and which itself, may be absent or null; others are refused.
    static func optional(_ fields: [String: String]) -> JSONValue {
        [
            "type": ["object", "null"], "additionalProperties": false,
            "properties": .object(fields.mapValues { type($0.hasSuffix("?") ? $0 : $0 + "?") }),
        ]
    }
}
