import Accounts
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("Servers made, changed, restarted and removed over the API")
struct ServerRecordTests {
    private static let gpu = "/users/ada/servers/gpu"

    private func key(_ name: String) throws -> ServerKey {
        ServerKey(owner: try UserName("ada"), name: try ServerName(name))
    }

    @Test("PUT makes a stopped server and answers its model; the name is taken then")
    func make() async throws {
        let hub = try await TestHub()
        let body = #"{"display_name":"My GPU","user_options":{"memory":"2G"}}"#
        let made = try await hub.api(.put, Self.gpu, body: body)
        #expect(made.status == 201)
        let model = try made.json()
        #expect(model["display_name"] == "My GPU")
        #expect(model["stopped"] == true)
        #expect(model["ready"] == false)
        #expect(model["pending"] == .null)
        #expect(model["started"] == .null)
        #expect(model["user_options"]?["memory"] == .integer(2 << 30))
        #expect(try await hub.api(.get, Self.gpu).json() == model)
        let again = try await hub.api(.put, Self.gpu)
        #expect(again.status == 409)
        #expect(try again.code() == "server_exists")
        #expect(try await hub.api(.get, "/users/ada").json()["servers"] == .object([:]))
    }

    @Test("A server that was never made is 404, as another's is")
    func missing() async throws {
        let hub = try await TestHub()
        for method in [HTTPRequest.Method.get, .patch, .delete] {
            #expect(try await hub.api(method, Self.gpu).status == 404)
        }
        _ = try await hub.api(.put, Self.gpu)
        for (method, path) in [(HTTPRequest.Method.get, ""), (.patch, ""), (.delete, ""), (.post, "/restart")] {
            #expect(try await hub.api(method, Self.gpu + path, as: "bob").status == 404)
        }
    }

    @Test("PATCH keeps what is absent and takes the default for null")
    func merge() async throws {
        let hub = try await TestHub()
        _ = try await hub.api(.put, Self.gpu, body: #"{"cpu":1.5,"memory":"2G","display_name":"One"}"#)
        let first = try await hub.api(.patch, Self.gpu, body: #"{"memory":"3G"}"#).json()
        #expect(first["user_options"] == ["cpu": .number(1.5), "memory": .integer(3 << 30)])
        #expect(first["display_name"] == "One")
        let second = try await hub.api(.patch, Self.gpu, body: #"{"memory":null,"display_name":null}"#).json()
        #expect(second["user_options"] == ["cpu": .number(1.5)])
        #expect(second["display_name"] == "gpu")
        let third = try await hub.api(.patch, Self.gpu, body: #"{"user_options":{"profile":"small"}}"#).json()
        #expect(third["user_options"] == ["profile": "small"])
    }

    @Test("PATCH of a running server is for its next start, which the fleet tells beside what runs")
    func next() async throws {
        let hub = try await TestHub()
        try await hub.have(key("gpu"), .started)
        func fleet() async throws -> JSONValue? {
            guard case .array(let list) = try await hub.api(.get, "/servers").json() else { return nil }
            return list.first
        }
        #expect(try await fleet()?["next"] == .null)
        #expect(try await hub.api(.patch, Self.gpu, body: #"{"memory":"2G"}"#).status == 200)
        #expect(try await fleet()?["next"]?["memory"] == .integer(2 << 30))
        #expect(try await fleet()?["resources"]?["memory"] == .integer(1 << 30))
        let renamed = try await hub.api(.patch, Self.gpu, body: #"{"name":"other"}"#)
        #expect(renamed.status == 409)
    }

    @Test("A server's last activity is its launch, then what clients report of it")
    func activity() async throws {
        let hub = try await TestHub()
        try await hub.have(key("gpu"), .started)
        let launched = try #require(try await hub.servers.server(key("gpu"))?.server.launchedAt)
        #expect(try await hub.api(.get, Self.gpu).json()["last_activity"] == .string(launched.description))
        let later = launched + .seconds(60)
        let report = #"{"servers":{"gpu":{"last_activity":"\#(later)"}}}"#
        #expect(try await hub.api(.post, "/users/ada/activity", body: report).status == 200)
        #expect(try await hub.api(.get, Self.gpu).json()["last_activity"] == .string(later.description))
    }

    @Test("A started server that does not answer is ready, and not healthy")
    func unhealthy() async throws {
        let hub = try await TestHub()
        try await hub.have(key("gpu"), .started)
        var status = try #require(try await hub.servers.server(key("gpu"))?.current)
        status.healthy = false
        try await hub.servers.record(status, [], at: hub.time.now())
        #expect(try await hub.api(.get, Self.gpu).json()["ready"] == true)
        #expect(try await hub.page("/hub/").body.contains("Running, not answering"))
    }

    static let badEdits: [(String, String)] = [
        (#"{"memory":"64G"}"#, "ceiling"), (#"{"profile":"huge"}"#, "small"), (#"{"name":"lab"}"#, "name"),
        (#"{"image":"evil"}"#, "image"), (#"{"display_name":"a\nb"}"#, "display_name"), (#"{"name":""}"#, "default"),
    ]

    @Test("What is wrong with a change is named, and nothing is changed", arguments: badEdits)
    func bad(_ body: String, _ words: String) async throws {
        let hub = try await TestHub()
        let before = try await hub.api(.put, Self.gpu).json()
        let answer = try await hub.api(.patch, Self.gpu, body: body)
        #expect(answer.status == 400)
        #expect(answer.body.contains(words), "\(answer.body)")
        #expect(try await hub.api(.get, Self.gpu).json() == before)
    }

    @Test("A stopped server is renamed, and then found by its new name only")
    func rename() async throws {
        let hub = try await TestHub()
        _ = try await hub.api(.put, Self.gpu)
        let renamed = try await hub.api(.patch, Self.gpu, body: #"{"name":"new"}"#)
        #expect(renamed.status == 200)
        #expect(try renamed.json()["url"] == "/user/ada/new/")
        #expect(try await hub.api(.get, Self.gpu).status == 404)
        #expect(try await hub.api(.get, "/users/ada/servers/new").status == 200)
    }

    @Test("A new name needs no engine; other resources do, for what can be had")
    func renameWithoutEngine() async throws {
        let hub = try await TestHub(engineAnswers: false)
        let server = Server(id: ServerID("aaaa"), key: try key("gpu"), uid: 20_000, createdAt: hub.time.now())
        try await hub.servers.change(server.key) { _ in ServerChange(server: server, outcome: ()) }
        #expect(try await hub.api(.patch, Self.gpu, body: #"{"memory":"2G"}"#).status == 503)
        #expect(try await hub.api(.patch, Self.gpu, body: #"{"name":"new"}"#).status == 200)
    }

    @Test("DELETE with remove is 204 for one that is stopped, 202 while it stops; then the name is free")
    func remove() async throws {
        let hub = try await TestHub()
        let body = #"{"remove":true}"#
        _ = try await hub.api(.put, Self.gpu)
        #expect(try await hub.api(.delete, Self.gpu, body: body).status == 204)
        #expect(try await hub.api(.get, Self.gpu).status == 404)
        try await hub.have(key("gpu"), .started)
        #expect(try await hub.api(.delete, Self.gpu, body: body).status == 202)
        #expect(try await hub.api(.delete, Self.gpu, body: body).status == 202)
        #expect(try await hub.api(.get, Self.gpu).json()["pending"] == "stop")
        #expect(try await hub.api(.post, Self.gpu).status == 400)
        #expect(try await hub.api(.post, Self.gpu + "/restart").status == 409)
        try await hub.reach(key("gpu"), .finished, reason: .stoppedByUser)
        #expect(try await hub.api(.delete, Self.gpu, body: body).status == 404)
        #expect(try await hub.api(.delete, "/users/ada/server", body: body).status == 400)
    }

    @Test("A restart is 202 while it is on its way, and the server starts from then on")
    func restart() async throws {
        let hub = try await TestHub()
        #expect(try await hub.api(.post, Self.gpu + "/restart").status == 404)
        try await hub.have(key("gpu"), .started)
        #expect(try await hub.api(.post, Self.gpu + "/restart", body: #"{"memory":"64G"}"#).status == 400)
        #expect(try await hub.api(.post, Self.gpu + "/restart", body: #"{"memory":"2G"}"#).status == 202)
        let model = try await hub.api(.get, Self.gpu).json()
        #expect(model["pending"] == "spawn")
        #expect(model["user_options"]?["memory"] == .integer(2 << 30))
        #expect(try await hub.api(.post, Self.gpu).status == 202, "an unmodified client that asks again goes on")
    }

    @Test("The default server's progress is found where its name is empty, too", arguments: ["server", "servers/"])
    func progressAlias(_ place: String) async throws {
        let hub = try await TestHub()
        try await hub.have(ServerKey(owner: UserName("ada")), .started)
        let answer = try await hub.api(.get, "/users/ada/\(place)/progress")
        #expect(answer.status == 200)
        #expect(answer.body.contains(#""ready":true"#))
    }
}
