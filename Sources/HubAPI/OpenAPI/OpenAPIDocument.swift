/// The OpenAPI 3.1 document of the API, made from the operations and the schemas.
package enum OpenAPIDocument {
    /// - Parameter server: the hub's URL, that the paths are below.
    package static func make(version: String, server: String) -> JSONValue {
        let paths = Dictionary(grouping: HubOperation.all, by: \.path).mapValues { operations in
            JSONValue.object(
                Dictionary(uniqueKeysWithValues: operations.map { ($0.method.lowercased(), describe($0)) }))
        }
        return [
            "openapi": "3.1.0",
            "info": ["title": "Berth", "version": .string(version)],
            "servers": [["url": .string(server)]],
            "paths": .object(paths),
            "components": [
                "schemas": .object(OpenAPISchemas.all),
                "securitySchemes": [
                    "token": ["type": "http", "scheme": "bearer", "description": "Authorization: token or bearer"],
                    "session": ["type": "apiKey", "in": "cookie", "name": "berth-session"],
                ],
            ],
            "security": [["token": []], ["session": []]],
        ]
    }

    private static func describe(_ operation: HubOperation) -> JSONValue {
        var fields: [String: JSONValue] = ["summary": .string(operation.summary)]
        let names = operation.path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            String($0.dropFirst().dropLast())
        }
        let inPath = names.map { parameter($0, in: "path", required: true, nil) }
        let inQuery = operation.query.sorted { $0.key < $1.key }.map {
            parameter($0.key, in: "query", required: false, $0.value)
        }
        if !(inPath + inQuery).isEmpty { fields["parameters"] = .array(inPath + inQuery) }
        if let scope = operation.scope { fields["description"] = .string("Needs the scope `\(scope)`.") }
        if let body = operation.body {
            fields["requestBody"] = ["content": ["application/json": ["schema": reference(body)]]]
        }
        fields["responses"] = .object(
            Dictionary(uniqueKeysWithValues: operation.answers.map { ("\($0.key)", answer($0.key, $0.value)) }))
        return .object(fields)
    }

    private static func parameter(_ name: String, in place: String, required: Bool, _ meaning: String?) -> JSONValue {
        var fields: [String: JSONValue] = [
            "name": .string(name), "in": .string(place), "required": .bool(required), "schema": ["type": "string"],
        ]
        if let meaning { fields["description"] = .string(meaning) }
        return .object(fields)
    }

    private static func answer(_ status: Int, _ schema: String?) -> JSONValue {
        let description = JSONValue.string(status < 300 ? "Done" : "Refused")
        return switch schema {
        case nil: ["description": description]
        case "text": ["description": description, "content": ["text/plain": ["schema": ["type": "string"]]]]
        case "events":
            ["description": description, "content": ["text/event-stream": ["schema": reference("Progress")]]]
        case let name?:
            ["description": description, "content": ["application/json": ["schema": reference(name)]]]
        }
    }

    private static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/components/schemas/\(name)")] }
}
