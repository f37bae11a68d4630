import Accounts
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("Users and tokens over the API")
struct UserTests {
    private func names(_ value: JSONValue?) -> [String] {
        guard case .array(let items)? = value else { return [] }
        return items.compactMap { item in
            if case .string(let name)? = item["name"] { name } else { nil }
        }
    }

    @Test(
        "A user sees themselves, an admin everyone, filtered by state and name as JupyterHub does",
        arguments: [
            ("/users", "ada", ["ada"]), ("/users", "root", ["ada", "bob", "root"]),
            ("/users?state=ready", "root", ["ada"]),
            ("/users?state=active", "root", ["ada", "bob"]), ("/users?state=inactive", "root", ["root"]),
            ("/users?name_filter=o", "root", ["bob", "root"]), ("/users?sort=-name", "root", ["root", "bob", "ada"]),
            ("/users?offset=1&limit=1", "root", ["bob"]),
        ])
    func list(_ path: String, _ user: String, _ expected: [String]) async throws {
        let hub = try await TestHub()
        try await hub.have(ServerKey(owner: UserName("ada")), .started)
        try await hub.have(ServerKey(owner: UserName("bob"), name: ServerName("gpu")), .launched)
        #expect(names(try await hub.api(.get, path, as: user).json()) == expected)
    }

    @Test("What a list cannot be filtered by is 400", arguments: ["state=bogus", "sort=x", "limit=0", "offset=-1"])
    func badFilter(_ query: String) async throws {
        let answer = try await TestHub().api(.get, "/users?\(query)", as: "root")
        #expect(answer.status == 400)
        if query == "state=bogus" { #expect(answer.body.contains("Unrecognized state filter: 'bogus'")) }
    }

    @Test("Pages come to those who ask for them")
    func pages() async throws {
        let hub = try await TestHub()
        let first = try await hub.api(
            .get, "/users?sort=name&limit=2", as: "root", accept: "application/jupyterhub-pagination+json"
        ).json()
        #expect(names(first["items"]) == ["ada", "bob"])
        #expect(first["_pagination"]?["total"] == 3)
        #expect(
            first["_pagination"]?["next"]?["url"]
                == "http://localhost:8000/hub/api/users?sort=name&offset=2&limit=2")
        let last = try await hub.api(
            .get, "/users?sort=name&offset=2&limit=2", as: "root", accept: "application/jupyterhub-pagination+json")
        #expect(try last.json()["_pagination"]?["next"] == .null)
    }

    @Test("Accounts are made by admins; what is there is 409, what cannot be is 400")
    func add() async throws {
        let hub = try await TestHub()
        #expect(try await hub.api(.post, "/users/eve").status == 403)
        let made = try await hub.api(.post, "/users/eve", as: "root")
        #expect(made.status == 201)
        #expect(try made.json()["admin"] == false)
        let again = try await hub.api(.post, "/users/eve", as: "root")
        #expect(again.status == 409)
        #expect(again.body.contains("User eve already exists"))
        #expect(try await hub.api(.post, "/users/%2e%2e", as: "root").status == 400)
        #expect(try await hub.api(.post, "/users/x", as: "root", body: #"{"admin":"yes"}"#).status == 400)
        let many = try await hub.api(.post, "/users", as: "root", body: #"{"usernames":["eve","Fay"],"admin":true}"#)
        #expect(many.status == 201)
        #expect(names(try many.json()) == ["fay"])
        let none = try await hub.api(.post, "/users", as: "root", body: #"{"usernames":["eve","fay"]}"#)
        #expect(none.status == 409)
        #expect(none.body.contains("All 2 users already exist"))
        #expect(try await hub.api(.post, "/users", as: "root", body: #"{"usernames":["a/b"]}"#).status == 400)
        #expect(try await hub.api(.post, "/users", as: "root").status == 400)
    }

    @Test("A restricted token of an admin makes neither admins nor login links of them")
    func noEscalation() async throws {
        let hub = try await TestHub()
        let headers = ["Authorization": try await hub.token("root", [Scope(.adminUsers), Scope(.readUsers)])]
        #expect(try await hub.ask(.post, "/hub/api/users/eve", headers, body: #"{"admin":true}"#).status == 403)
        #expect(try await hub.ask(.post, "/hub/api/users/eve", headers).status == 201)
        for name in ["root", "ada"] {
            #expect(try await hub.ask(.post, "/hub/api/users/\(name)/login-link", headers).status == 403)
        }
        let reading = ["Authorization": try await hub.token("ada", [Scope(.readUsers, .user(UserName("ada")))])]
        #expect(try await hub.ask(.post, "/hub/api/users/ada/login-link", reading).status == 403)
    }

    @Test("A login link is for oneself or by an admin, and leads only into the hub")
    func loginLink() async throws {
        let hub = try await TestHub()
        let made = try await hub.api(.post, "/users/ada/login-link", body: #"{"next":"/hub/open/ada"}"#)
        #expect(made.status == 201)
        guard case .string(let url)? = try made.json()["url"] else { return }
        #expect(url.hasPrefix("http://localhost:8000/hub/login?link="))
        let path = String(url.dropFirst("http://localhost:8000".count))
        #expect(try await hub.page(path, as: nil).location == "/hub/open/ada")
        #expect(try await hub.api(.post, "/users/bob/login-link", as: "root").status == 201)
        #expect(try await hub.api(.post, "/users/ada/login-link", as: "bob").status == 404)
        #expect(try await hub.api(.post, "/users/ada/login-link", body: #"{"next":"//evil"}"#).status == 400)
    }

    @Test("A token is made, listed without its secret, used and revoked")
    func tokens() async throws {
        let hub = try await TestHub()
        let made = try await hub.api(.post, "/users/ada/tokens", body: #"{"note":"mine","expires_in":60}"#)
        #expect(made.status == 201)
        guard case .string(let secret)? = try made.json()["token"], case .string(let id)? = try made.json()["id"] else {
            Issue.record("no token")
            return
        }
        #expect(try made.json()["expires_at"] != .null)
        let headers = ["Authorization": "token \(secret)"]
        #expect(try await hub.ask(.get, "/hub/api/user", headers).status == 200)
        let list = try await hub.api(.get, "/users/ada/tokens")
        #expect(list.body.contains("mine") && !list.body.contains(secret))
        #expect(try await hub.api(.get, "/users/ada/tokens/\(id)").json()["note"] == "mine")
        #expect(try await hub.api(.get, "/users/ada/tokens/\(id)", as: "bob").status == 404)
        #expect(try await hub.api(.delete, "/users/ada/tokens/\(id)").status == 204)
        #expect(try await hub.api(.delete, "/users/ada/tokens/\(id)").status == 404)
        #expect(try await hub.ask(.get, "/hub/api/user", headers).status == 403)
    }

    @Test(
        "What a token cannot be made of is 400",
        arguments: [
            #"{"scopes":["root"]}"#, #"{"scopes":["admin:users"]}"#, #"{"expires_in":0}"#, #"{"expires_in":"x"}"#,
            #"{"scopes":"self"}"#, #"{"roles":["admin"]}"#, #"{"what":1}"#,
        ])
    func badTokens(_ body: String) async throws {
        #expect(try await TestHub().api(.post, "/users/ada/tokens", body: body).status == 400)
    }

    @Test(
        "Activity is noted when it is later than what is known, and refused when it cannot be",
        arguments: [
            (#"{"last_activity":"2024-01-01T00:00:00.5Z"}"#, 200), (#"{"last_activity":"2024-01-01T00:00:00Z"}"#, 200),
            (#"{"last_activity":"2024-01-01T00:00:00.123456"}"#, 200),
            (#"{"last_activity":"2024-01-01T00:00:00+00:00"}"#, 200), (#"{"last_activity":"2024-01-01"}"#, 400),
            (#"{"servers":{"":{"last_activity":"2024-01-01T00:00:00Z"}}}"#, 200), ("{}", 400), ("", 400),
            (#"{"last_activity":"yesterday"}"#, 400), (#"{"last_activity":"2999-01-01T00:00:00Z"}"#, 400),
            (#"{"servers":{"gone":{"last_activity":"2024-01-01T00:00:00Z"}}}"#, 400), (#"{"servers":{"":{}}}"#, 400),
        ])
    func activity(_ body: String, _ status: Int) async throws {
        let hub = try await TestHub()
        #expect(try await hub.api(.post, "/users/ada/activity", body: body).status == status)
        #expect((try await hub.accounts.user(UserName("ada"))?.lastActivity != nil) == (status == 200))
    }

    @Test("A log is its last lines as text, also when it is followed after the end")
    func logs() async throws {
        let hub = try await TestHub()
        let key = ServerKey(owner: try UserName("ada"))
        try await hub.have(key, .finished, reason: .exited)
        let id = try #require(try await hub.servers.server(key)).server.id
        try await hub.workspaces.keepLog(Array("one\ntwo\nthree\n".utf8), server: id, generation: 1)
        #expect(try await hub.api(.get, "/users/ada/server/logs").body == "one\ntwo\nthree\n")
        let tail = try await hub.api(.get, "/users/ada/server/logs?tail=2&follow=1")
        #expect(tail.body == "two\nthree\n")
        #expect(tail.headers[.contentType] == "text/plain; charset=utf-8")
        #expect(try await hub.api(.get, "/users/ada/server/logs?tail=x").status == 400)
    }

    @Test("Profiles are shown with the smaller of ceiling and host")
    func profiles() async throws {
        guard case .array(let list) = try await TestHub().api(.get, "/profiles").json() else { return }
        #expect(list.count == 1)
        #expect(list.first?["default"] == true)
        #expect(list.first?["ceiling"]?["cpu"] == .integer(2))
    }
}
