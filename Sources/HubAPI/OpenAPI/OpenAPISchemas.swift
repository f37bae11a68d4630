/// The schemas that the document's operations refer to.
///
/// A field's type is a word: JSON's own types in lower case, another schema by its name, `[T]` a list, `{T}` an object
/// by name, and a `?` after any of them when it may be null.
enum OpenAPISchemas {
    static let all: [String: JSONValue] = [
        requests, resizes, quotas, grants, capacity, fleet, verdicts, news, ledger, operating, values,
    ].reduce(answers) {
        all, more in
        all.merging(more) { $1 }
    }

    private static let answers: [String: JSONValue] = [
        "OpenAPI": type("object"),
        "Version": object(["version": "string"]),
        "Info": object([
            "version": "string", "berth_version": "string", "python": "string", "sys_executable": "string",
            "spawner": "Component", "authenticator": "Component",
        ]),
        "Component": object(["class": "string", "version": "string"]),
        "Health": object([
            "live": "boolean", "ready": "boolean", "engine": "EngineHealth", "disk": "string", "draining": "boolean",
            "certificate": "object?", "checks": "[HealthCheck]?",
        ]),
        "HealthCheck": object(["part": "string", "verdict": "string", "problem": "string?", "remedy": "string?"]),
        "EngineHealth": object(["state": "string", "name": "string?", "problem": "string?"]),
        "Error": object(["status": "integer", "message": "string?", "code": "string?"]),
        "User": object(user),
        "Users": list("User"),
        "UserPage": page("[User]"),
        "Self": object(user.merging(["token_id": "string?", "session_id": "string?", "scopes": "[Scope]"]) { $1 }),
        "Server": object([
            "name": "string", "display_name": "string", "full_name": "string", "last_activity": "Time?",
            "started": "Time?", "pending": "string?", "ready": "boolean", "stopped": "boolean", "url": "string",
            "user_options": "object", "progress_url": "string", "full_url": "string?", "full_progress_url": "string?",
        ]),
        "OutOfMemory": object([
            "at": "Time", "limit": "integer", "kernels": "[string]", "others": "integer", "message": "string",
            "memory": "integer?", "action": "string?",
        ]),
        "Usage": object([
            "memory": "integer", "cpu": "number?", "pids": "integer?", "peak_memory": "integer", "at": "Time",
        ]),
        "Workspace": object(["size": "integer", "measured_at": "Time", "level": "string"]),
        "ProgressEvent": [
            "type": "object", "required": ["data"],
            "properties": [
                "data": [
                    "type": "string", "contentMediaType": "application/json", "contentSchema": type("Progress"),
                ]
            ],
        ],
        "Progress": [
            "type": "object", "required": ["progress", "message"],
            "properties": [
                "progress": ["type": "integer", "minimum": 0, "maximum": 100], "message": type("string"),
                "html_message": type("string"),
                "ready": type("boolean"), "failed": type("boolean"), "url": type("string"), "code": type("string"),
                "queue": type("Queue"),
            ],
        ],
        "Kernels": object(["known": "boolean", "problem": "string?", "kernels": "[Kernel]"]),
        "Kernel": object([
            "id": "string", "name": "string", "path": "string?", "state": "string", "busy": "boolean",
            "last_activity": "Time?", "connections": "integer",
        ]),
        "Events": list("Event"),
        "Event": object([
            "id": "integer", "generation": "integer", "at": "Time", "kind": "string", "message": "string",
        ]),
        "Tokens": object(["api_tokens": "[Token]"]),
        "Token": object([
            "user": "string", "id": "string", "kind": "string", "roles": "[string]", "scopes": "[Scope]",
            "created": "Time", "last_activity": "Time?", "expires_at": "Time?", "note": "string",
            "session_id": "string?", "oauth_client": "string?",
        ]),
        "Sessions": list("Session"),
        "Session": object([
            "id": "string", "user": "string", "created": "Time", "last_activity": "Time?", "expires_at": "Time",
            "address": "string?", "browser": "string?", "current": "boolean",
        ]),
        "EndedSessions": object(["sessions": "integer", "tokens": "integer"]),
        "GivenPassword": object(["password": "string"]),
        "Groups": list("Group"),
        "GroupPage": page("[Group]"),
        "Group": object([
            "kind": "string", "name": "string", "users": "[string]", "roles": "[string]", "properties": "object",
            "policy": "PolicyOfGroup",
        ]),
        "PolicyOfGroup": object([
            "profiles": "[string]?", "cpu": "number?", "memory": "integer?", "member_quota": "QuotaOfGroup?",
            "quota": "QuotaOfGroup?", "auto_approve": "ApprovalOfGroup?", "guarantee": "Amount?",
            "idle": "IdleRulesOfGroup?",
        ]),
        "LoginLink": object(["url": "string"]),
        "Images": list("Image"),
        "Image": object([
            "id": "string", "references": "[string]", "size": "integer", "pulled_at": "Time?", "used_by": "[string]",
            "unused": "boolean",
        ]),
        "Profiles": list("Profile"),
        "ProfileProblems": object(["problems": "[string]"]),
        "Profile": object([
            "id": "string", "title": "string", "summary": "string", "image": "string",
            "kernels": "[string]?", "default": "boolean", "resources": "Resources", "ceiling": "Ceiling",
            "gpus": "integer", "home": "string",
            "network": "string", "mounts": "[ProfileMount]",
        ]),
        "ProfileMount": object(["target": "string", "read_only": "boolean"]),
        "Resources": object(["cpu_reserve": "number", "cpu": "number", "memory": "integer"]),
        "Ceiling": object(["cpu": "number", "memory": "integer"]),
        "Routes": type("{Route}"),
        "RoutePage": page("{Route}"),
        "Route": object(["routespec": "string", "target": "string", "data": "RouteData"]),
        "RouteData": object(["user": "string", "server_name": "string"]),
    ]

    private static let user = [
        "kind": "string", "name": "string", "admin": "boolean", "roles": "[string]", "groups": "[string]",
        "server": "string?", "pending": "string?", "created": "Time?", "last_activity": "Time?",
        "auth_state": "object?", "servers": "{Server}", "user_info": "object?",
    ]

    /// An object whose fields are all there.
    static func object(_ fields: [String: String]) -> JSONValue {
        [
            "type": "object", "required": .array(fields.keys.sorted().map { .string($0) }),
            "properties": .object(fields.mapValues(type)),
        ]
    }

    static func list(_ item: String) -> JSONValue { type("[\(item)]") }

    /// JupyterHub's page of a list, or of an object by name.
    static func page(_ items: String) -> JSONValue {
        [
            "type": "object", "required": ["items", "_pagination"],
            "properties": [
                "items": type(items),
                "_pagination": [
                    "type": "object", "required": ["offset", "limit", "total", "next"],
                    "properties": [
                        "offset": type("integer"), "limit": type("integer"), "total": type("integer"),
                        "next": type("object?"),
                    ],
                ],
            ],
        ]
    }

    /// The schema that a field's type names.
    static func type(_ name: String) -> JSONValue {
        if name.hasSuffix("?") { return nullable(type(String(name.dropLast()))) }
        let inner = String(name.dropFirst().dropLast())
        if name.hasPrefix("[") { return ["type": "array", "items": type(inner)] }
        if name.hasPrefix("{") { return ["type": "object", "additionalProperties": type(inner)] }
        if name.first?.isUppercase == true { return ["$ref": .string("#/components/schemas/\(name)")] }
        return ["type": .string(name)]
    }

    private static func nullable(_ schema: JSONValue) -> JSONValue {
        guard case .object(var fields) = schema, let type = fields["type"] else {
            return ["anyOf": [schema, ["type": "null"]]]
        }
        fields["type"] = [type, "null"]
        return .object(fields)
    }
}
