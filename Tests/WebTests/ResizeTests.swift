import Accounts
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("Resizing over the API")
struct ResizeTests {
    private static let path = "/users/ada/server/resources"

    private func key() throws -> ServerKey { ServerKey(owner: try UserName("ada")) }

    private func settle(_ hub: TestHub, _ outcome: Resize.Outcome) async throws {
        let tracked = try #require(try await hub.servers.server(key()))
        let revision = try #require(tracked.server.pendingResize?.revision)
        try await hub.servers.settleResize(
            tracked.server.id, revision: revision, outcome, [NewEvent(.resized, "")], at: hub.time.now())
    }

    private func fleet(_ hub: TestHub) async throws -> JSONValue? {
        guard case .array(let list) = try await hub.api(.get, "/servers").json() else { return nil }
        return list.first
    }

    @Test("What is not done within the wait is 202 and pending, and the same again is the same resize")
    func pending() async throws {
        let hub = try await TestHub()
        try await hub.have(key(), .started)
        #expect(try await fleet(hub)?["resize"] == .null)
        for _ in 1...2 {
            let answer = try await hub.api(.patch, Self.path, body: #"{"memory":"2G","cpu_reserve":1}"#)
            #expect(answer.status == 202)
            let body = try answer.json()
            #expect(body["state"] == "pending")
            #expect(body["resources"]?["memory"] == .integer(1 << 30), "what it has until then")
            #expect(body["resize"]?["revision"] == .integer(1))
            #expect(
                body["resize"]?["target"] == [
                    "cpu": .integer(2), "cpu_reserve": .integer(1), "memory": .integer(2 << 30),
                ])
            #expect(body["resize"]?["by"] != .null)
            #expect(body["on_next_start"] == [])
            #expect(body["next"] == .null)
        }
        #expect(try await fleet(hub)?["resize"]?["state"] == "pending")
    }

    @Test("What is applied within the wait is 200 with what it has then")
    func applied() async throws {
        let hub = try await TestHub(wait: .seconds(10))
        try await hub.have(key(), .started)
        async let asked = hub.api(.patch, Self.path, body: #"{"memory":"2G","profile":"small"}"#)
        try await hub.time.waitForSleepers(count: 1)
        try await settle(hub, .applied(hub.time.now()))
        let answer = try await asked
        #expect(answer.status == 200)
        #expect(try answer.json()["state"] == "applied")
        #expect(try answer.json()["resources"]?["memory"] == .integer(2 << 30))
        #expect(try answer.json()["on_next_start"] == ["profile"])
        #expect(try await fleet(hub)?["resize"] == .null)
        #expect(try await hub.api(.get, "/users/ada/server").json()["user_options"]?["memory"] == .integer(2 << 30))
    }

    @Test("What cannot be is 409 with the code and the figures, and stays to be seen")
    func refused() async throws {
        let hub = try await TestHub(wait: .seconds(10))
        try await hub.have(key(), .started)
        async let asked = hub.api(.patch, Self.path, body: #"{"memory":"512M"}"#)
        try await hub.time.waitForSleepers(count: 1)
        try await settle(hub, .refused(hub.time.now(), code: "below_use", message: "it is using 3.1 GiB"))
        let answer = try await asked
        #expect(answer.status == 409)
        #expect(try answer.code() == "below_use")
        #expect(answer.body.contains("ada/: it is using 3.1 GiB"))
        let seen = try await fleet(hub)
        #expect(seen?["resize"]?["state"] == "refused" && seen?["resize"]?["code"] == "below_use")
        #expect(seen?["resources"]?["memory"] == .integer(1 << 30))
        #expect(seen?["next"] == .null)
    }

    @Test("A server that stops meanwhile gets it on its next start, and so does one that does not run")
    func stopped() async throws {
        let hub = try await TestHub(wait: .seconds(10))
        try await hub.have(key(), .started)
        async let asked = hub.api(.patch, Self.path, body: #"{"memory":"2G"}"#)
        try await hub.time.waitForSleepers(count: 1)
        try await hub.reach(key(), .finished, reason: .crashed(exitCode: 1))
        #expect(try await asked.json()["state"] == "on_next_start")
        let answer = try await hub.api(.patch, Self.path, body: #"{"memory":"3G","shared_memory":"128M"}"#)
        #expect(answer.status == 200)
        #expect(try answer.json()["state"] == "on_next_start")
        #expect(try answer.json()["on_next_start"] == ["memory", "shared_memory"])
        #expect(try answer.json()["next"]?["memory"] == .integer(3 << 30))
        try await hub.have(key(), .started)
        let resources = try await fleet(hub)?["resources"]
        #expect(resources?["memory"] == .integer(3 << 30))
    }

    static let bad: [(String, Int, String, String)] = [
        ("{}", 400, "nothing_asked", "cpu_reserve"), (#"{"memory":"9G"}"#, 400, "ceiling", "4 GiB"),
        (#"{"cpu":1,"cpu_reserve":2}"#, 400, "ceiling", "cpu_reserve"),
        (#"{"gpus":1}"#, 400, "gpus_by_profile", "profile"),
        (#"{"image":"evil"}"#, 400, "unknown_field", "shared_memory"), (#"{"memory":true}"#, 400, "bad_value", "8G"),
        (#"{"clean":true}"#, 400, "unknown_field", "clean"), (#"{"profile":"huge"}"#, 400, "unknown_profile", "small"),
    ]

    @Test("What is wrong with what is asked for is named, and nothing is changed", arguments: bad)
    func wrong(_ body: String, _ status: Int, _ code: String, _ words: String) async throws {
        let hub = try await TestHub()
        try await hub.have(key(), .started)
        let before = try await hub.servers.server(key())
        let answer = try await hub.api(.patch, Self.path, body: body)
        #expect(answer.status == status)
        #expect(try answer.code() == .string(code))
        #expect(answer.body.contains(words), "\(answer.body)")
        #expect(try await hub.servers.server(key()) == before)
    }

    @Test("Another's server is as if it were not there; without the scope it is 403")
    func foreign() async throws {
        let hub = try await TestHub()
        try await hub.have(key(), .started)
        let body = #"{"memory":"2G"}"#
        #expect(try await hub.api(.patch, Self.path, as: "bob", body: body).status == 404)
        #expect(try await hub.api(.patch, "/users/ada/servers/none/resources", body: body).status == 404)
        let reader = try await hub.token("ada", [Scope("read:users")])
        let answer = try await hub.ask(.patch, "/hub/api" + Self.path, ["Authorization": reader], body: body)
        #expect(answer.status == 403)
        #expect(try await hub.api(.patch, Self.path, as: "root", body: body).status == 202)
    }

    @Test("A launch takes a reserve and shared memory, too, within what it gets")
    func launch() async throws {
        let hub = try await TestHub()
        for body in [#"{"cpu_reserve":3}"#, #"{"cpu":1,"cpu_reserve":1.5}"#, #"{"shared_memory":"2G"}"#] {
            #expect(try await hub.api(.post, "/users/ada/server", body: body).status == 400)
        }
        let body = #"{"cpu_reserve":1.5,"shared_memory":"512M"}"#
        #expect(try await hub.api(.post, "/users/ada/server", body: body).status == 202)
        let spec = try #require(try await hub.servers.server(key())?.server.spec)
        #expect(spec.resources.cpu.reserve == Cores(thousandths: 1500))
        #expect(spec.resources.sharedMemory == .mebibytes(512))
    }
}
