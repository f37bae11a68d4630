import Accounts
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

/// What unmodified clients of JupyterHub rely on, one line a call: as JupyterHub's own answers were measured.
@Suite("JupyterHub's API")
struct CompatibilityTests {
    struct Call: Sendable, CustomTestStringConvertible {
        let method: HTTPRequest.Method
        let path: String
        var user: String? = "ada"
        var body: String?
        let status: Int
        /// A part of the answer's text.
        var text = ""

        var testDescription: String { "\(method) \(path) \(body ?? "") as \(user ?? "nobody")" }
    }

    private static func activity(_ time: String) -> String { #"{"last_activity":"\#(time)"}"# }

    static let calls: [Call] = [
        Call(method: .get, path: "", user: nil, status: 200, text: #"{"version":"6.1.1"}"#),
        Call(method: .options, path: "/users", user: nil, status: 200),
        Call(method: .get, path: "/user", user: nil, status: 403, text: "Missing or invalid credentials."),
        Call(method: .get, path: "/user", status: 200, text: #""scopes":["#),
        Call(method: .get, path: "/info", user: "root", status: 200, text: #""sys_executable""#),
        Call(method: .get, path: "/users", user: "root", status: 200, text: #""name":"bob""#),
        Call(method: .get, path: "/users?state=ready", user: "root", status: 200, text: "[]"),
        Call(method: .get, path: "/users?state=inactive&name_filter=o&sort=-name", user: "root", status: 200),
        Call(
            method: .get, path: "/users?state=bogus", user: "root", status: 400,
            text: "Unrecognized state filter: 'bogus'"),
        Call(method: .get, path: "/users?limit=0", user: "root", status: 400, text: "limit"),
        Call(method: .post, path: "/users", user: "root", body: #"{"usernames":["eve"]}"#, status: 201),
        Call(
            method: .post, path: "/users", user: "root", body: #"{"usernames":["bob"]}"#, status: 409,
            text: "already exist"),
        Call(method: .post, path: "/users", user: "root", body: #"{"usernames":[]}"#, status: 400),
        Call(method: .post, path: "/users/eve", user: "root", status: 201, text: #""name":"eve""#),
        Call(method: .post, path: "/users/bob", user: "root", status: 409, text: "already exists"),
        Call(method: .get, path: "/users/nobody", user: "root", status: 404),
        Call(method: .get, path: "/users/ada?include_stopped_servers", status: 200, text: #""kind":"user""#),
        Call(method: .post, path: "/users/ada/server", status: 202),
        Call(method: .post, path: "/users/ada/servers/", body: "{}", status: 202),
        Call(method: .post, path: "/users/ada/servers/gpu", body: #"{"display_name":"x"}"#, status: 202),
        Call(method: .post, path: "/users/nobody/server", user: "root", status: 404),
        Call(method: .delete, path: "/users/ada/server", status: 204),
        Call(method: .delete, path: "/users/ada/servers/", status: 204),
        Call(method: .delete, path: "/users/ada/servers/none", status: 404),
        Call(method: .get, path: "/users/ada/server/progress", status: 404),
        Call(method: .get, path: "/users/ada/servers//progress", status: 404),
        Call(
            method: .post, path: "/users/ada/activity", body: activity("2026-01-31T12:00:00Z"), status: 200),
        Call(method: .post, path: "/users/ada/activity", body: "{}", status: 400),
        Call(method: .post, path: "/users/ada/activity", body: #"{"last_activity":"soon"}"#, status: 400),
        Call(
            method: .post, path: "/users/ada/activity", body: activity("0001-01-01T00:00:00Z"), status: 400),
        Call(
            method: .post, path: "/users/ada/activity",
            body: #"{"servers":{"no":{"last_activity":"2026-01-31T12:00:00Z"}}}"#, status: 400),
        Call(method: .post, path: "/users/ada/tokens", body: #"{"note":"x"}"#, status: 201, text: #""token":"#),
        Call(method: .post, path: "/users/ada/tokens", user: "bob", body: #"{"note":"x"}"#, status: 404),
        Call(method: .get, path: "/users/ada/tokens", status: 200, text: "api_tokens"),
        Call(method: .get, path: "/users/ada/tokens/a99", status: 404),
        Call(method: .delete, path: "/users/ada/tokens/a99", status: 404),
        Call(method: .get, path: "/authorizations/token/nonsense", status: 404),
        Call(method: .get, path: "/authorizations/token/nonsense", user: nil, status: 403),
        Call(method: .get, path: "/proxy", user: "root", status: 200, text: "{}"),
        Call(method: .get, path: "/proxy", status: 403),
        Call(
            method: .patch, path: "/users/bob", user: "root", body: #"{"admin":true}"#, status: 200,
            text: #""admin":true"#),
        Call(method: .patch, path: "/users/bob", body: #"{"admin":true}"#, status: 403),
        Call(method: .delete, path: "/users/nobody", user: "root", status: 404),
        Call(method: .get, path: "/groups", user: "root", status: 200, text: "[]"),
        Call(method: .post, path: "/groups/lab", user: "root", status: 201, text: #""kind":"group""#),
        Call(method: .delete, path: "/groups/lab", user: "root", status: 404),
        Call(method: .put, path: "/users/ada/servers/gpu", body: #"{"display_name":"GPU"}"#, status: 201, text: "GPU"),
        Call(method: .patch, path: "/users/ada/servers/gpu", body: #"{"display_name":"GPU"}"#, status: 404),
        Call(method: .patch, path: "/users/ada/servers/gpu", body: #"{"colour":"red"}"#, status: 400, text: "colour"),
        Call(method: .put, path: "/users", status: 405, text: "GET, POST"),
    ]

    @Test("Each call of the minimal set is answered as JupyterHub answers it", arguments: calls)
    func minimalSet(_ call: Call) async throws {
        let answer = try await TestHub().api(call.method, call.path, as: call.user, body: call.body)
        #expect(answer.status == call.status, "\(answer.body)")
        #expect(answer.body.contains(call.text) || call.text.isEmpty)
        #expect(answer.headers[.hubVersion] == "6.1.1")
        if call.status >= 400 { #expect(try answer.json()["status"] == .integer(Int64(call.status))) }
    }

    static let hostileBodies = [
        "nul", "[", #"{"a":1e999}"#, "\"\\u0000\"", "12345678901234567890", #"{"\u0000":1}"#, "{\"cpu\":1e308}",
        #"{"memory":9223372036854775808}"#, #"{"memory":1.5}"#, #"{"expires_in":-9223372036854775808}"#,
        String(repeating: "[", count: 100_000), String(repeating: #"{"a":"#, count: 5_000) + "1", "\u{FEFF}{}x",
    ]

    @Test("Bodies that are no JSON, too deep, too big in number or not an object are 400", arguments: hostileBodies)
    func hostile(_ body: String) async throws {
        let hub = try await TestHub()
        for operation in HubOperation.all where operation.body != nil && operation.path.contains("{user}") {
            let path = operation.path.replacing("{user}", with: "ada").replacing("{server}", with: "gpu")
            let method = try #require(HTTPRequest.Method(operation.method))
            let answer = try await hub.ask(method, path, ["Authorization": hub.token("root")], body: body)
            #expect([400, 404].contains(answer.status), "\(method) \(path): \(answer.status)")
        }
    }

    @Test("A token is known by its old address, to those who may know its owner")
    func identify() async throws {
        let hub = try await TestHub()
        let secret = try await hub.token("ada").dropFirst("token ".count)
        for user in ["ada", "root"] {
            let answer = try await hub.api(.get, "/authorizations/token/\(secret)", as: user)
            #expect(answer.status == 200)
            #expect(try answer.json()["name"] == "ada")
            #expect(try answer.json()["kind"] == "user")
        }
        #expect(try await hub.api(.get, "/authorizations/token/\(secret)", as: "bob").status == 404)
    }

    @Test(
        "Users, groups and routes come in pages, each telling of the next",
        arguments: ["/users?sort=name&", "/proxy?", "/groups?"])
    func pages(_ path: String) async throws {
        let hub = try await TestHub()
        for owner in ["ada", "bob", "root"] { try await hub.have(ServerKey(owner: UserName(owner)), .started) }
        for name in ["ada", "bob", "root"] { _ = try await hub.api(.post, "/groups/\(name)", as: "root") }
        let accept = "application/jupyterhub-pagination+json"
        let first = try await hub.api(.get, "\(path)limit=2", as: "root", accept: accept)
        #expect(first.headers[.contentType] == accept)
        #expect(try first.json()["_pagination"]?["total"] == 3)
        guard case .string(let url)? = try first.json()["_pagination"]?["next"]?["url"] else {
            Issue.record("no next page")
            return
        }
        let start = "http://localhost:8000/hub/api"
        #expect(url == "\(start)\(path)offset=2&limit=2")
        let second = try await hub.api(.get, String(url.dropFirst(start.count)), as: "root", accept: accept)
        #expect(try second.json()["_pagination"]?["next"] == .null)
        #expect(second.body.contains("root") && !second.body.contains("bob"))
    }

    @Test("What is said both beside user_options and in it is refused")
    func twice() async throws {
        let body = #"{"cpu":1,"user_options":{"cpu":2}}"#
        let answer = try await TestHub().api(.post, "/users/ada/server", body: body)
        #expect(answer.status == 400)
        #expect(answer.body.contains("user_options"))
    }
}
