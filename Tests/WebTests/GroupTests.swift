import Accounts
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("Groups over the API")
struct GroupTests {
    @Test("Groups are made, filled, emptied and removed as in JupyterHub, and users show theirs")
    func life() async throws {
        let hub = try await TestHub()
        let made = try await hub.api(.post, "/groups/Physics", as: "root", body: #"{"users":["ada"]}"#)
        #expect(made.status == 201)
        #expect(try made.json()["users"] == ["ada"] && made.json()["kind"] == "group")
        #expect(try await hub.api(.post, "/groups/physics", as: "root").status == 409)
        #expect(try await hub.api(.post, "/groups", as: "root", body: #"{"groups":["art"]}"#).status == 201)
        guard case .array(let all) = try await hub.api(.get, "/groups", as: "root").json() else { return }
        #expect(all.map { $0["name"] } == ["art", "physics"])
        let joined = try await hub.api(.post, "/groups/physics/users", as: "root", body: #"{"users":["bob"]}"#)
        #expect(try joined.json()["users"] == ["ada", "bob"])
        #expect(try await hub.api(.get, "/users/bob").status == 404)
        #expect(try await hub.api(.get, "/users/bob", as: "root").json()["groups"] == ["physics"])
        let left = try await hub.api(.delete, "/groups/physics/users", as: "root", body: #"{"users":["ada"]}"#)
        #expect(try left.json()["users"] == ["bob"])
        let kept = try await hub.api(.put, "/groups/physics/properties", as: "root", body: #"{"a":{"b":1}}"#)
        #expect(try kept.json()["properties"] == ["a": ["b": 1]])
        #expect(try await hub.api(.delete, "/groups/physics", as: "root").status == 204)
        #expect(try await hub.api(.get, "/groups/physics", as: "root").status == 404)
        #expect(hub.accounts.audit.map(\.action).contains("group.leave"))
    }

    @Test("A policy counts at the next launch and in what profiles are shown")
    func policy() async throws {
        let hub = try await TestHub()
        _ = try await hub.api(.post, "/groups/few", as: "root", body: #"{"users":["ada"]}"#)
        let set = try await hub.api(.put, "/groups/few/policy", as: "root", body: #"{"memory":"512M","cpu":1}"#)
        #expect(try set.json()["policy"]?["memory"] == .integer(512 << 20))
        guard case .array(let shown) = try await hub.api(.get, "/profiles").json() else { return }
        #expect(shown.first?["ceiling"]?["memory"] == .integer(512 << 20))
        let over = try await hub.api(.post, "/users/ada/server", body: #"{"memory":"1G"}"#)
        #expect(over.status == 400)
        #expect(try over.code() == "ceiling")
        #expect(try await hub.api(.post, "/users/ada/server").status == 202)
        let spec = try await hub.servers.server(ServerKey(owner: UserName("ada")))?.server.spec
        #expect(spec?.resources.memory == .mebibytes(512) && spec?.identity.groups == ["few"])
        let kept = #"{"profiles":[],"guarantee":{"cpu":1,"memory":"8G"}}"#
        let keeps = try await hub.api(.put, "/groups/few/policy", as: "root", body: kept)
        #expect(try keeps.json()["policy"]?["guarantee"]?["memory"] == .integer(8 << 30))
        guard case .array(let none) = try await hub.api(.get, "/profiles").json() else { return }
        #expect(none.isEmpty)
    }

    static let refusals: [(HTTPRequest.Method, String, String, String, Int)] = [
        (.get, "/groups", "ada", "", 403), (.post, "/groups/x", "ada", "", 403),
        (.post, "/groups/a%2Cb", "root", "", 400),
        (.post, "/groups", "root", "{}", 400), (.get, "/groups/none", "root", "", 404),
        (.post, "/groups/few/users", "root", "{}", 400),
        (.post, "/groups/few/users", "root", #"{"users":["eve"]}"#, 404),
        (.put, "/groups/few/properties", "root", "[1]", 400),
        (.put, "/groups/few/policy", "root", #"{"profiles":["huge"]}"#, 400),
        (.put, "/groups/few/policy", "root", #"{"memory":"lots"}"#, 400),
        (.put, "/groups/few/policy", "root", #"{"guarantee":{"cpu":1}}"#, 400),
        (.put, "/groups/few/policy", "root", #"{"quota":1}"#, 400),
        (.put, "/groups/few/policy", "root", #"{"quota":{"servers":-1}}"#, 400),
        (.put, "/groups/few/policy", "root", #"{"member_quota":{"gpus":1}}"#, 400),
        (.put, "/groups/few/policy", "root", #"{"auto_approve":{"memory":"lots"}}"#, 400),
    ]

    @Test("What cannot be is refused, and changes nothing", arguments: refusals)
    func refused(_ method: HTTPRequest.Method, _ path: String, _ asker: String, _ body: String, _ status: Int)
        async throws
    {
        let hub = try await TestHub()
        try await hub.accounts.addGroup(GroupName("few"), audit: nil)
        #expect(try await hub.api(method, path, as: asker, body: body).status == status)
        #expect(try await hub.accounts.groups() == [Group(name: GroupName("few"))])
    }

    @Test("A token for a group reaches its members as they are at the time, and never more than its owner may")
    func scopes() async throws {
        let hub = try await TestHub()
        try await hub.accounts.addGroup(GroupName("few"), audit: nil)
        let scope = try Scope("read:users!group=few")
        let asRoot = ["Authorization": try await hub.token("root", [scope])]
        let asBob = ["Authorization": try await hub.token("bob", [scope])]
        #expect(try await hub.ask(.get, "/hub/api/users/ada", asRoot).status == 404)
        _ = try await hub.accounts.changeGroup(
            GroupName("few"), .join([UserName("ada")]), at: hub.time.now(), audit: nil)
        #expect(try await hub.ask(.get, "/hub/api/users/ada", asRoot).status == 200)
        #expect(try await hub.ask(.get, "/hub/api/users/bob", asRoot).status == 404)
        #expect(try await hub.ask(.get, "/hub/api/users/ada", asBob).status == 404)
        _ = try await hub.accounts.addUser(UserName("other"), isAdmin: true, at: hub.time.now(), audit: nil)
        _ = try await hub.accounts.changeUser(UserName("root"), .makeOrdinary, at: hub.time.now(), audit: nil)
        #expect(try await hub.ask(.get, "/hub/api/users/ada", asRoot).status == 404)
    }
}
