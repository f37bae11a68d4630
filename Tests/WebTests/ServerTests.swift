import Accounts
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("Servers over the API")
struct ServerTests {
    private func key(_ name: String = "") throws -> ServerKey {
        ServerKey(owner: try UserName("ada"), name: name.isEmpty ? .default : try ServerName(name))
    }

    @Test("A launch that takes longer than the wait is 202 with an empty text body, and again while it starts")
    func accepted() async throws {
        let hub = try await TestHub()
        for _ in 1...2 {
            let answer = try await hub.api(.post, "/users/ada/server")
            #expect(answer.status == 202)
            #expect(answer.body.isEmpty)
            #expect(answer.headers[.contentType] == "text/plain")
        }
        let user = try await hub.api(.get, "/users/ada").json()
        #expect(user["pending"] == "spawn")
        #expect(user["server"] == .null)
        #expect(user["servers"]?[""]?["pending"] == "spawn")
    }

    @Test("A launch that is ready within the wait is 201")
    func created() async throws {
        let hub = try await TestHub(wait: .seconds(10))
        async let answer = hub.api(.post, "/users/ada/server")
        try await hub.time.waitForSleepers(count: 1)
        try await hub.reach(key(), .started)
        #expect(try await answer.status == 201)
        let user = try await hub.api(.get, "/users/ada").json()
        #expect(user["server"] == "/user/ada/")
        #expect(user["servers"]?[""]?["ready"] == true)
        #expect(user["servers"]?[""]?["full_url"] == "http://ada.localhost:8000/user/ada/")
        #expect(user["servers"]?[""]?["progress_url"] == "/hub/api/users/ada/server/progress")
        #expect(user["servers"]?[""]?["state"] == nil)
        let seen = try await hub.api(.get, "/users/ada", as: "root").json()
        #expect(seen["servers"]?[""]?["state"]?["object_id"] == "c1")
        let again = try await hub.api(.post, "/users/ada/server")
        #expect(again.status == 400)
        #expect(try again.code() == "already_running")
    }

    @Test(
        "A launch that fails within the wait says why, with the reason's code",
        arguments: [(FinishReason.engineError, 500), (.imageMissing, 400), (.crashed(exitCode: 3), 400)])
    func failed(_ reason: FinishReason, _ status: Int) async throws {
        let hub = try await TestHub(wait: .seconds(10))
        async let asked = hub.api(.post, "/users/ada/server")
        try await hub.time.waitForSleepers(count: 1)
        try await hub.reach(key(), .finished, reason: reason, message: "the detail")
        let answer = try await asked
        #expect(answer.status == status)
        #expect(try answer.code() == .string(reason.code))
        #expect(answer.body.contains("the detail"))
    }

    static let bodyCases: [(String, Int, String)] = [
        ("", 202, ""), ("null", 202, ""), ("{}", 202, ""), (#"{"profile":"small","memory":"2G","cpu":1}"#, 202, ""),
        (#"{"user_options":{"memory":2147483648}}"#, 202, ""), (#"{"display_name":"x","user_options":null}"#, 202, ""),
        (#"{"clean":true}"#, 202, ""), (#"{"clean":"yes"}"#, 400, "true or false"),
        (#"{"memory":"lots"}"#, 400, "memory"), (#"{"memory":-1}"#, 400, "memory"), (#"{"memory":"9G"}"#, 400, "4 GiB"),
        (#"{"cpu":"many"}"#, 400, "cpu"), (#"{"cpu":0}"#, 400, "cpu"), (#"{"profile":"huge"}"#, 400, "small"),
        (#"{"profile":7}"#, 400, "profile"), (#"{"image":"evil"}"#, 400, "image"),
        (#"{"user_options":{"image":"evil"}}"#, 400, "image"), (#"{"user_options":[]}"#, 400, "user_options"),
        ("[1]", 400, "object"), ("{", 400, "JSON"), ("\u{1}", 400, "JSON"),
    ]

    @Test("What a launch asks for is read strictly, and what is wrong with it named", arguments: bodyCases)
    func bodies(_ body: String, _ status: Int, _ words: String) async throws {
        let hub = try await TestHub()
        let answer = try await hub.api(.post, "/users/ada/server", body: body)
        #expect(answer.status == status)
        if !words.isEmpty { #expect(answer.body.contains(words)) }
        if status == 400 { #expect(try await hub.servers.servers(of: nil).isEmpty) }
    }

    @Test("A body above 1 MiB is 413")
    func tooLong() async throws {
        let body = #"{"profile":""# + String(repeating: "x", count: 1 << 20) + #""}"#
        #expect(try await TestHub().api(.post, "/users/ada/server", body: body).status == 413)
    }

    @Test("A stop is 204 when it has stopped, 202 while it stops, and 204 again afterwards")
    func stop() async throws {
        let hub = try await TestHub()
        #expect(try await hub.api(.delete, "/users/ada/server").status == 204)
        #expect(try await hub.api(.delete, "/users/ada/servers/gpu").status == 404)
        try await hub.have(key(), .started)
        #expect(try await hub.api(.delete, "/users/ada/server").status == 202)
        #expect(try await hub.api(.get, "/users/ada").json()["pending"] == "stop")
        let relaunch = try await hub.api(.post, "/users/ada/server")
        #expect(relaunch.status == 400)
        try await hub.reach(key(), .finished, reason: .stoppedByUser)
        #expect(try await hub.api(.delete, "/users/ada/server").status == 204)
        #expect(try await hub.api(.get, "/users/ada").json()["servers"] == .object([:]))
        let all = try await hub.api(.get, "/users/ada?include_stopped_servers").json()
        #expect(all["servers"]?[""]?["stopped"] == true)
    }

    @Test("Another user's server is as if it were not there", arguments: ["ada", "nobody", "No%20Such%2F"])
    func foreign(_ owner: String) async throws {
        let hub = try await TestHub()
        try await hub.have(key(), .started)
        #expect(try await hub.api(.post, "/users/\(owner)/server", as: "bob").status == 404)
        #expect(try await hub.api(.delete, "/users/\(owner)/server", as: "bob").status == 404)
        #expect(try await hub.api(.get, "/users/\(owner)/server/events", as: "bob").status == 404)
        #expect(try await hub.api(.get, "/users/\(owner)/server/logs", as: "bob").status == 404)
        #expect(try await hub.api(.get, "/servers", as: "bob").body == "[]")
    }

    @Test("A bad server name is 400 for a launch", arguments: ["lab", "A", "a..b", "a%2Fb"])
    func badNames(_ name: String) async throws {
        #expect(try await TestHub().api(.post, "/users/ada/servers/\(name)").status == 400)
    }

    @Test("While the engine has never answered, a launch is 503 with Retry-After")
    func engineAway() async throws {
        let answer = try await TestHub(engineAnswers: false).api(.post, "/users/ada/server")
        #expect(answer.status == 503)
        #expect(answer.headers[.retryAfter] != nil)
    }

    @Test("The fleet, the history and the routes tell of a running server")
    func fleet() async throws {
        let hub = try await TestHub()
        try await hub.have(key("gpu"), .started)
        guard case .array(let list) = try await hub.api(.get, "/servers").json() else { return }
        #expect(list.count == 1)
        #expect(list.first?["phase"] == "started")
        #expect(list.first?["resources"]?["memory"] == .integer(1 << 30))
        let events = try await hub.api(.get, "/users/ada/servers/gpu/events").json()
        guard case .array(let history) = events else { return }
        #expect(history.first?["kind"] == "requested")
        #expect(history.count == 2)
        let routes = try await hub.api(.get, "/proxy", as: "root").json()
        #expect(routes["/user/ada/gpu/"]?["target"] == "http://172.17.0.2:8888")
    }
}
