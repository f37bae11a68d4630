import HTTPTypes
import HubAPI
import Hummingbird
import Support
import Testing

@testable import Control
@testable import Web

@Suite("The OpenAPI document")
struct DocumentTests {
    /// Beside the documented ones: an empty server name is the default server.
    private static let aliases: Set = [
        "DELETE /hub/api/users/{}/servers", "POST /hub/api/users/{}/servers", "GET /hub/api/users/{}/servers/progress",
    ]

    /// Method and path, whatever the parameters are called.
    private static func place(_ method: String, _ path: String) -> String {
        let segments = path.split(separator: "/").map { $0.hasPrefix("{") || $0.hasPrefix(":") ? "{}" : String($0) }
        return "\(method) /\(segments.joined(separator: "/"))"
    }

    @Test("The document has every route of the API, and no other")
    func complete() async throws {
        let hub = try await TestHub()
        let configuration = WebConfiguration(socketPath: "/nowhere", version: "0.1.0", metrics: { "" })
        let routes = buildRouter(hub.useCases, configuration: configuration).routes
        let routed = Set(routes.map { Self.place($0.method.rawValue, $0.path.description) })
            .filter { $0.contains(" /hub/api") && !$0.hasPrefix("HEAD ") }
        let documented = Set(HubOperation.all.map { Self.place($0.method, $0.path) })
        #expect(documented.count == HubOperation.all.count)
        #expect(routed.subtracting(Self.aliases).subtracting(documented).sorted() == [])
        #expect(documented.subtracting(routed).sorted() == [])
    }

    @Test("Every schema that is referred to is there, and every one that is there is referred to")
    func references() throws {
        let document = OpenAPIDocument.make(version: "1", server: "http://localhost:8000")
        let components = try #require(document["components"])
        guard case .object(let schemas)? = components["schemas"] else { throw NoSchemas() }
        var found: Set<String> = []
        Self.collect(document, into: &found)
        let prefix = "#/components/schemas/"
        #expect(found.map { String($0.dropFirst(prefix.count)) }.sorted() == schemas.keys.sorted())
    }

    private struct NoSchemas: Error {}

    private static func collect(_ value: JSONValue, into found: inout Set<String>) {
        switch value {
        case .array(let items): for item in items { collect(item, into: &found) }
        case .object(let fields):
            if case .string(let name)? = fields["$ref"] { found.insert(name) }
            for field in fields.values { collect(field, into: &found) }
        default: break
        }
    }

    @Test("What needs no credential is said to need none, and answers without one")
    func open() async throws {
        let hub = try await TestHub()
        for operation in HubOperation.all where operation.pathParameters.isEmpty {
            let method = try #require(HTTPRequest.Method(operation.method))
            let answer = try await hub.ask(method, operation.path)
            #expect((answer.status != 403) == operation.isOpen, "\(operation.method) \(operation.path)")
        }
    }
}
