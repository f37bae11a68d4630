/// The schemas that the document's operations refer to. A `?` after a field's type means that it may be null.
enum OpenAPISchemas {
    static let all: [String: JSONValue] = [
        "Any": [:],
        "Version": object(["version": "string"]),
        "Info": object([
            "version": "string", "berth_version": "string", "python": "string", "sys_executable": "string",
            "spawner": "object", "authenticator": "object",
        ]),
        "Health": object(["live": "boolean", "ready": "boolean", "engine": "object", "disk": "string"]),
        "Error": object(["status": "integer", "message": "string?", "code": "string?"]),
        "User": object(user),
        "Users": list("User"),
        "Self": object(user.merging(["token_id": "string?", "session_id": "string?", "scopes": "array"]) { $1 }),
        "Server": object([
            "name": "string", "display_name": "string", "full_name": "string", "last_activity": "string?",
            "started": "string?", "pending": "string?", "ready": "boolean", "stopped": "boolean", "url": "string",
            "user_options": "object", "progress_url": "string", "full_url": "string?", "full_progress_url": "string?",
        ]),
        "ServerEdit": [
            "type": "object", "additionalProperties": false,
            "properties": [
                "name": type("string"), "display_name": type("string?"), "profile": type("string?"),
                "cpu": type("number?"), "memory": ["oneOf": [type("integer"), type("string"), type("null")]],
                "user_options": type("object"),
            ],
        ],
        "StopRequest": optional(["remove": "boolean"]),
        "Fleet": list("FleetServer"),
        "FleetServer": object([
            "owner": "string", "name": "string", "display_name": "string?", "phase": "string", "shown": "string",
            "since": "string?", "next": "object?", "last_activity": "string?",
            "generation": "integer", "profile": "string?", "clean": "boolean", "image": "string?",
            "image_digest": "string?", "newer_image": "boolean", "resources": "object?", "url": "string",
            "full_url": "string", "reason": "string?", "message": "string?", "healthy": "boolean",
            "container": "string?", "node": "string", "workspace": "object?",
        ]),
        "Launch": [
            "type": "object", "additionalProperties": false,
            "properties": [
                "profile": type("string"), "cpu": type("number"),
                "memory": ["oneOf": [type("integer"), type("string")]],
                "clean": type("boolean"), "user_options": type("object"), "display_name": type("string"),
            ],
        ],
        "Progress": [
            "type": "object", "required": ["progress", "message"],
            "properties": [
                "progress": type("integer"), "message": type("string"), "html_message": type("string"),
                "ready": type("boolean"), "failed": type("boolean"), "url": type("string"), "code": type("string"),
            ],
        ],
        "Kernels": object(["known": "boolean", "problem": "string?", "kernels": "array"]),
        "Events": list("Event"),
        "Event": object([
            "id": "integer", "generation": "integer", "at": "string", "kind": "string", "message": "string",
        ]),
        "Tokens": object(["api_tokens": "array"]),
        "Token": object([
            "user": "string", "id": "string", "kind": "string", "roles": "array", "scopes": "array",
            "created": "string", "last_activity": "string?", "expires_at": "string?", "note": "string",
            "session_id": "string?", "oauth_client": "string?",
        ]),
        "NewToken": optional(["note": "string", "expires_in": "integer", "scopes": "array", "auth": "object"]),
        "Sessions": list("Session"),
        "Session": object([
            "id": "string", "user": "string", "created": "string", "last_activity": "string?", "expires_at": "string",
            "address": "string?", "browser": "string?", "current": "boolean",
        ]),
        "EndedSessions": object(["sessions": "integer", "tokens": "integer"]),
        "NewPassword": optional(["password": "string", "current": "string"]),
        "GivenPassword": object(["password": "string"]),
        "NewUsers": object(["usernames": "array"]),
        "Groups": list("Group"),
        "Group": object([
            "kind": "string", "name": "string", "users": "array", "roles": "array", "properties": "object",
            "policy": "object",
        ]),
        "NewGroups": optional(["groups": "array"]),
        "GroupUsers": optional(["users": "array"]),
        "GroupPolicy": [
            "type": "object",
            "properties": [
                "profiles": type("array"), "cpu": type("number"),
                "memory": ["oneOf": [type("integer"), type("string")]],
            ],
        ],
        "UserEdit": optional(["name": "string", "admin": "boolean", "disabled": "boolean"]),
        "NewUser": optional(["admin": "boolean"]),
        "Activity": optional(["last_activity": "string", "servers": "object"]),
        "LoginLinkRequest": optional(["next": "string"]),
        "LoginLink": object(["url": "string"]),
        "Images": list("Image"),
        "Image": object([
            "id": "string", "references": "array", "size": "integer", "pulled_at": "string?", "used_by": "array",
            "unused": "boolean",
        ]),
        "ImagePrune": optional(["dry_run": "boolean"]),
        "Profiles": list("Profile"),
        "ProfileProblems": object(["problems": "array"]),
        "Profile": object([
            "id": "string", "title": "string", "summary": "string", "image": "string", "default": "boolean",
            "resources": "object", "ceiling": "object", "gpus": "integer", "home": "string",
            "network": "string", "mounts": "array",
        ]),
        "Routes": type("object"),
    ]

    private static let user = [
        "kind": "string", "name": "string", "admin": "boolean", "roles": "array", "groups": "array",
        "server": "string?", "pending": "string?", "created": "string?", "last_activity": "string?",
        "auth_state": "object?", "servers": "object", "user_info": "object?",
    ]

    /// An object whose fields are all there.
    private static func object(_ fields: [String: String]) -> JSONValue {
        [
            "type": "object", "required": .array(fields.keys.sorted().map { .string($0) }),
            "properties": .object(fields.mapValues(type)),
        ]
    }

    /// An object whose fields may be absent; others are refused.
    private static func optional(_ fields: [String: String]) -> JSONValue {
        ["type": "object", "properties": .object(fields.mapValues(type))]
    }

    private static func list(_ item: String) -> JSONValue {
        ["type": "array", "items": ["$ref": .string("#/components/schemas/\(item)")]]
    }

    private static func type(_ name: String) -> JSONValue {
        guard name.hasSuffix("?") else { return ["type": .string(name)] }
        return ["type": [.string(String(name.dropLast())), "null"]]
    }
}
