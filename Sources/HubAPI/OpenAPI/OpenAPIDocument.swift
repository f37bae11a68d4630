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
        let inPath = operation.pathParameters.map { parameter($0, in: "path", pathSchema($0)) }
        let inQuery = operation.query.sorted { $0.key < $1.key }.map {
            parameter($0.key, in: "query", $0.value.schema, $0.value.meaning)
        }
        if !(inPath + inQuery).isEmpty { fields["parameters"] = .array(inPath + inQuery) }
        if operation.isOpen { fields["security"] = [] }
        if let scope = operation.scope { fields["description"] = .string("Needs the scope `\(scope)`.") }
        if let body = operation.body {
            fields["requestBody"] = ["content": ["application/json": ["schema": reference(body)]]]
        }
        fields["responses"] = .object(
            Dictionary(
                uniqueKeysWithValues: operation.answers.map { status, schema in
                    (
                        "\(status)",
                        answer(
                            status, schema, page: status == 200 ? operation.page : nil,
                            isTable: status == 200 && operation.isTable)
                    )
                }))
        return .object(fields)
    }

    private static func parameter(
        _ name: String, in place: String, _ schema: JSONValue, _ meaning: String? = nil
    ) -> JSONValue {
        var fields: [String: JSONValue] = [
            "name": .string(name), "in": .string(place), "required": .bool(place == "path"), "schema": schema,
        ]
        if let meaning { fields["description"] = .string(meaning) }
        return .object(fields)
    }

    /// The names of people and servers have rules; ids and the like are any segment.
    private static func pathSchema(_ name: String) -> JSONValue {
        switch name {
        case "user": reference("UserName")
        case "server": reference("ServerName")
        case "group": reference("GroupName")
        default: reference("Segment")
        }
    }

    private static func answer(_ status: Int, _ schema: String?, page: String?, isTable: Bool) -> JSONValue {
        var fields: [String: JSONValue] = ["description": .string(status < 300 ? "Done" : "Refused")]
        var content: [String: JSONValue] = [:]
        switch schema {
        case nil: break
        case "text": content["text/plain"] = ["schema": ["type": "string"]]
        case "events": content["text/event-stream"] = ["schema": reference("ProgressEvent")]
        case "news": content["text/event-stream"] = ["schema": reference("NewsEvent")]
        case let name?: content["application/json"] = ["schema": reference(name)]
        }
        if let page { content["application/jupyterhub-pagination+json"] = ["schema": reference(page)] }
        if isTable { content["text/csv"] = ["schema": ["type": "string"]] }
        if !content.isEmpty { fields["content"] = .object(content) }
        if status == 503 || status == 429 {
            fields["headers"] = [
                "Retry-After": ["description": "Seconds", "schema": ["type": "integer", "minimum": 0]]
            ]
        }
        return .object(fields)
    }

    private static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/components/schemas/\(name)")] }
}
