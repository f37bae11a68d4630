import Accounts
import Foundation
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("The audit log over the API")
struct AuditTests {
    /// How an operation is asked so that it changes something, what has to be there before, and what it is called then.
    private struct Recipe {
        var before: [String] = []
        let path: String
        var body: String?
        var user = "root"
        let action: String
    }

    private static let request = #"{"owner":"ada","memory":"8G","duration":3600,"reason":"thesis"}"#
    private static let makeRequest = "POST /requests \(request)"
    private static let makeGroup = #"POST /groups/art {"users":["ada"]}"#
    private static let token = #"POST /users/ada/tokens {"note":"n"}"#

    /// What changes something and leaves no entry, and why.
    private static let silent: [String: String] = [
        "POST /hub/api/users/{user}/activity": "a client's report that a user did something, once a minute for each",
        "POST /hub/api/reap": "each server that it stops has an entry of its own",
    ]

    private static let recipes: [String: Recipe] = [
        "POST /users": Recipe(path: "/users", body: #"{"usernames":["eve"],"admin":true}"#, action: "user.add"),
        "POST /users/{user}": Recipe(path: "/users/eve", action: "user.add"),
        "PATCH /users/{user}": Recipe(path: "/users/ada", body: #"{"disabled":true}"#, action: "user.disable"),
        "DELETE /users/{user}": Recipe(path: "/users/ada?purge=1", action: "user.purge"),
        "POST /users/{user}/tokens": Recipe(path: "/users/ada/tokens", body: #"{"note":"n"}"#, action: "token.create"),
        "DELETE /users/{user}/tokens/{id}": Recipe(
            before: [token], path: "/users/ada/tokens/a2", action: "token.revoke"),
        "POST /users/{user}/login-link": Recipe(path: "/users/ada/login-link", action: "login-link.create"),
        "DELETE /users/{user}/sessions": Recipe(path: "/users/ada/sessions", action: "session.end"),
        "DELETE /users/{user}/sessions/{id}": Recipe(path: "/users/ada/sessions/SESSION", action: "session.end"),
        "POST /users/{user}/password": Recipe(path: "/users/ada/password", action: "user.password"),
        "POST /groups": Recipe(path: "/groups", body: #"{"groups":["art"]}"#, action: "group.add"),
        "POST /groups/{group}": Recipe(path: "/groups/art", action: "group.add"),
        "DELETE /groups/{group}": Recipe(before: [makeGroup], path: "/groups/art", action: "group.remove"),
        "POST /groups/{group}/users": Recipe(
            before: [makeGroup], path: "/groups/art/users", body: #"{"users":["bob"]}"#, action: "group.join"),
        "DELETE /groups/{group}/users": Recipe(
            before: [makeGroup], path: "/groups/art/users", body: #"{"users":["ada"]}"#, action: "group.leave"),
        "PUT /groups/{group}/properties": Recipe(
            before: [makeGroup], path: "/groups/art/properties", body: #"{"a":1}"#, action: "group.properties"),
        "PUT /groups/{group}/policy": Recipe(
            before: [makeGroup], path: "/groups/art/policy", body: #"{"cpu":1}"#, action: "group.policy"),
        "POST /requests": Recipe(path: "/requests", body: request, action: "request.create"),
        "DELETE /requests/{id}": Recipe(before: [makeRequest], path: "/requests/r1", action: "request.withdraw"),
        "POST /requests/{id}/approve": Recipe(
            before: [makeRequest], path: "/requests/r1/approve", action: "request.approve"),
        "POST /requests/{id}/deny": Recipe(before: [makeRequest], path: "/requests/r1/deny", action: "request.deny"),
        "POST /images/prune": Recipe(path: "/images/prune", action: "image.remove"),
        "POST /servers/stop": Recipe(
            before: ["POST /users/ada/server"], path: "/servers/stop", body: #"{"filter":"owner:ada","expected":1}"#,
            action: "server.stop"),
        "PUT /drain": Recipe(path: "/drain", action: "drain.begin"),
        "DELETE /drain": Recipe(before: ["PUT /drain"], path: "/drain", action: "drain.end"),
        "POST /broadcast": Recipe(path: "/broadcast", body: #"{"message":"Hi"}"#, action: "broadcast.tell"),
        "DELETE /broadcast": Recipe(
            before: [#"POST /broadcast {"message":"Hi"}"#], path: "/broadcast", action: "broadcast.withdraw"),
    ].merging(servers("server")) { $1 }.merging(servers("servers/{server}")) { $1 }

    private static func servers(_ place: String) -> [String: Recipe] {
        let (template, path) = ("/users/{user}/\(place)", "/users/ada/\(place.replacing("{server}", with: "gpu"))")
        return [
            "POST \(template)": Recipe(path: path, body: #"{"memory":"2G"}"#, action: "server.launch"),
            "DELETE \(template)": Recipe(before: ["POST \(path)"], path: path, action: "server.stop"),
            "PUT \(template)": Recipe(path: path, body: #"{"memory":"2G"}"#, action: "server.add"),
            "PATCH \(template)": Recipe(
                before: ["PUT \(path)"], path: path, body: #"{"memory":"2G"}"#, action: "server.change"),
            "POST \(template)/restart": Recipe(
                before: ["POST \(path)"], path: path + "/restart", action: "server.restart"),
            "POST \(template)/keep": Recipe(before: ["POST \(path)"], path: path + "/keep", action: "server.keep"),
            "PATCH \(template)/resources": Recipe(
                before: ["POST \(path)"], path: path + "/resources", body: #"{"memory":"2G"}"#, action: "server.resize"),
        ]
    }

    @Test("Whatever changes something over the API leaves an entry with who, what and to what")
    func everything() async throws {
        let changing = HubOperation.all.filter { $0.method != "GET" }
        #expect(changing.count > 25)
        for operation in changing {
            let name = "\(operation.method) \(operation.path)"
            guard Self.silent[name] == nil else { continue }
            let key = name.replacing("/hub/api", with: "")
            let recipe = try #require(Self.recipes[key], "say how \(key) is asked, or why it leaves no entry")
            let hub = try await prepared(recipe)
            let before = hub.auditLog.all.count
            var path = recipe.path
            if path.contains("SESSION") {
                let session = try #require(try await hub.accounts.sessions(of: UserName("ada")).first)
                path = path.replacing("SESSION", with: session.id.value)
            }
            let method = try #require(HTTPRequest.Method(operation.method))
            let answer = try await hub.api(method, path, as: recipe.user, body: recipe.body)
            #expect((200..<300).contains(answer.status), "\(key): \(answer.status) \(answer.body)")
            let entries = hub.auditLog.all.dropFirst(before)
            let entry = try #require(entries.first { $0.action == recipe.action }, "\(key): \(entries.map(\.action))")
            #expect(entry.principal.hasPrefix("root/token ") && !entry.target.isEmpty && entry.result != "")
        }
    }

    private func prepared(_ recipe: Recipe) async throws -> TestHub {
        let hub = try await TestHub()
        _ = try await hub.cookie("ada")
        hub.runtime.addImage("unused/image:1")
        try await hub.pulled.notePulled(
            PulledImage(
                digest: FakeRuntime.digest("unused/image:1"), reference: "unused/image:1", pulledAt: hub.time.now()))
        for step in recipe.before {
            let words = step.split(separator: " ", maxSplits: 2).map(String.init)
            let method = try #require(HTTPRequest.Method(words[0]))
            let answer = try await hub.api(method, words[1], as: "root", body: words.count > 2 ? words[2] : nil)
            #expect((200..<300).contains(answer.status), "\(step): \(answer.body)")
            hub.time.advance(by: .seconds(1))
        }
        return hub
    }

    @Test("An entry has what was asked for, and never a secret")
    func parameters() async throws {
        let hub = try await TestHub()
        _ = try await hub.api(.post, "/users/ada/server", body: #"{"memory":"2G","cpu":1.5}"#)
        let change = #"{"password":"correct horse battery"}"#
        #expect(try await hub.api(.post, "/users/ada/password", body: change).status == 204)
        let given = try await hub.api(.post, "/users/ada/tokens", body: #"{"note":"backup","expires_in":60}"#).json()
        guard case .string(let token)? = given["token"] else {
            Issue.record("no token")
            return
        }
        let text = try await hub.api(.get, "/audit?target=ada", as: "root").body
        #expect(
            text.contains(#""cpu":"1.5""#) && text.contains(#""memory":"2 GiB""#) && text.contains(#""note":"backup""#))
        #expect(!text.contains("correct horse") && !text.contains(token))
    }

    @Test("It is read by day, person, action and target, the newest first and piece by piece, by admins alone")
    func read() async throws {
        let hub = try await TestHub()
        for user in ["ada", "bob"] {
            #expect(try await hub.api(.post, "/users/\(user)/server", as: user).status == 202)
            hub.time.advance(by: .seconds(60))
        }
        let start = VirtualTime().now()
        for (query, targets) in [
            ("", ["bob/", "ada/"]), ("?principal=ada", ["ada/"]), ("?action=server", ["bob/", "ada/"]),
            ("?action=server.stop", []), ("?target=bob", ["bob/"]), ("?limit=1", ["bob/"]),
            ("?since=\(HubPaths.queryValue((start + .seconds(1)).description))", ["bob/"]),
            ("?until=\(HubPaths.queryValue((start + .seconds(1)).description))", ["ada/"]),
        ] {
            let page = try await page(hub, query)
            #expect(page.entries.map(\.target) == targets, "\(query)")
            #expect((page.next == nil) == (query != "?limit=1"))
        }
        let first = try await page(hub, "?limit=1")
        let second = try await page(hub, "?limit=1&after=\(try #require(first.next))")
        #expect(second.entries.map(\.target) == ["ada/"])
        for query in ["?since=yesterday", "?after=0", "?limit=x", "?since=-1"] {
            #expect(try await hub.api(.get, "/audit\(query)", as: "root").status == 400, "\(query)")
        }
        #expect(try await hub.api(.get, "/audit").status == 403)
        #expect(try await hub.api(.get, "/audit", as: nil).status == 403)
    }

    private func page(_ hub: TestHub, _ query: String) async throws -> AuditPageModel {
        let answer = try await hub.api(.get, "/audit\(query)", as: "root")
        return try HubJSON.decode(AuditPageModel.self, from: Data(answer.body.utf8))
    }

    @Test("Who tries what they may not is in it, a flood only in part and counted")
    func refused() async throws {
        let hub = try await TestHub()
        let headers = ["Authorization": try await hub.token("bob")]
        for _ in 0..<30 { _ = try await hub.ask(.delete, "/hub/api/users/ada/servers/gpu", headers) }
        _ = try await hub.ask(.get, "/hub/api/audit", headers)
        let entries = hub.auditLog.all.filter { $0.action == "refused" }
        #expect(entries.count == 10)
        let first = try #require(entries.first)
        #expect(first.target == "ada/gpu" && first.principal.hasPrefix("bob/token") && first.result == "not_found")
        #expect(first.parameters.values["method"] == "DELETE")
        hub.time.advance(by: .seconds(300))
        _ = try await hub.ask(.get, "/hub/api/audit", headers)
        let last = try #require(hub.auditLog.all.last)
        #expect(last.result == "missing_scope" && last.parameters.values["refusals_left_out"] == "21")
    }

    @Test("Nobody's own mistakes, and nobody without a credential, are in it")
    func mistakes() async throws {
        let hub = try await TestHub()
        #expect(try await hub.api(.delete, "/users/ada/servers/gpu").status == 404)
        #expect(try await hub.api(.get, "/users/bob/server").status == 404)
        #expect(try await hub.api(.get, "/audit", as: nil).status == 403)
        #expect(hub.auditLog.all == [])
    }

    @Test("Logins are in it: what succeeded, what failed, and never what was typed in place of a name")
    func logins() async throws {
        let hub = try await TestHub()
        let hash = try await hub.control.passwords.hash("correct horse battery")
        _ = try await hub.accounts.setPassword(
            hash, of: UserName("ada"), keeping: nil, at: hub.time.now(), audit: nil)
        let check = hub.useCases.checkPassword
        for (name, password) in [("ada", "wrong"), ("my-secret-password", ""), ("ada", "correct horse battery")] {
            guard let principal = try? await check(name: name, password: password, address: "10.0.0.7") else {
                continue
            }
            let client = LoginClient(address: "10.0.0.7", browser: "Firefox")
            let (session, _) = try await hub.useCases.manageSessions.login(principal, from: client)
            try await hub.useCases.manageSessions.logout(session, from: client)
        }
        let told = hub.auditLog.all.map { "\($0.principal) \($0.action) \($0.target) \($0.result)" }.sorted()
        #expect(
            told == ["- login - bad_login", "- login ada bad_login", "ada login ada done", "ada logout ada done"])
        #expect(hub.auditLog.all.allSatisfy { $0.address == "10.0.0.7" })
    }
}
