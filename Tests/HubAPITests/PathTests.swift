import HubAPI
import Testing

@Suite("Paths and the OpenAPI document")
struct PathTests {
    @Test(
        "Names are percent-encoded as one segment",
        arguments: [
            ("ada", "ada"), ("a b", "a%20b"), ("a/../b", "a%2F..%2Fb"), ("a@b~c", "a@b~c"), ("a+(b)", "a%2B%28b%29"),
            ("ä", "%C3%A4"),
        ])
    func segments(_ name: String, _ segment: String) {
        #expect(HubPaths.user(name) == "/hub/api/users/\(segment)")
    }

    @Test("The default server's path has no name, a named one's has")
    func servers() {
        #expect(HubPaths.server("ada") == "/hub/api/users/ada/server")
        #expect(HubPaths.progress("ada", "gpu") == "/hub/api/users/ada/servers/gpu/progress")
        #expect(HubPaths.open("ada", "gpu", path: "lab?x=1&y=2") == "/hub/open/ada/gpu?path=lab%3Fx%3D1%26y%3D2")
        #expect(HubPaths.open("ada") == "/hub/open/ada")
    }

    @Test(
        "A path's methods are known with any parameter in it",
        arguments: [
            ("/hub/api/users/ada/server", ["DELETE", "GET", "PATCH", "POST", "PUT"]),
            ("/hub/api/users/ada", ["DELETE", "GET", "PATCH", "POST"]),
            ("/hub/api/", ["GET"]), ("/hub/api/nothing", []),
        ])
    func methods(_ path: String, _ methods: [String]) {
        #expect(HubOperation.methods(of: path) == methods)
    }

    @Test("Every schema that the document refers to is in it, and every operation is described once")
    func document() throws {
        let document = OpenAPIDocument.make(version: "1", server: "http://localhost:8000/berth")
        let text = document.text
        guard case .object(let schemas)? = document["components"]?["schemas"] else {
            Issue.record("no schemas")
            return
        }
        let references = text.split(separator: "#/components/schemas/").dropFirst().map { $0.prefix { $0 != "\"" } }
        #expect(!references.isEmpty)
        for reference in references { #expect(schemas[String(reference)] != nil, "\(reference)") }
        #expect(Set(HubOperation.all.map { "\($0.method) \($0.path)" }).count == HubOperation.all.count)
        #expect(text.contains(#""servers":[{"url":"http://localhost:8000/berth"}]"#))
        #expect(document["paths"]?["/hub/api/users/{user}/server"]?["post"]?["responses"]?["201"] != nil)
    }
}
