import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("Drain and broadcast over the API")
struct OperatingTests {
    @Test("A drain is begun, seen by everybody, refuses launches with its words and a time, and is ended")
    func drain() async throws {
        let hub = try await TestHub()
        #expect(try await hub.api(.get, "/drain").json()["draining"] == false)
        #expect(try await hub.api(.put, "/drain").status == 403)
        let body = #"{"message":"New disks","deadline":600}"#
        let begun = try await hub.api(.put, "/drain", as: "root", body: body)
        #expect(begun.status == 200)
        let deadline = (hub.time.now() + .seconds(600)).description
        #expect(try begun.json()["deadline"] == .string(deadline))
        let seen = try await hub.api(.get, "/drain").json()
        #expect(seen["message"] == "New disks" && seen["draining"] == true && seen["by"] == .null)
        #expect(try await hub.api(.get, "/capacity").json()["draining"] == "New disks")
        let refused = try await hub.api(.post, "/users/ada/server")
        #expect(refused.status == 503 && refused.headers[.retryAfter] == "600")
        #expect(try refused.code() == "draining" && refused.body.contains("New disks"))
        #expect(try await hub.api(.delete, "/drain", as: "root").status == 204)
        #expect(try await hub.api(.delete, "/drain", as: "root").status == 404)
        #expect(try await hub.api(.post, "/users/ada/server").status == 202)
    }

    @Test("A broadcast is told, seen by everybody, over at its time or taken back")
    func broadcast() async throws {
        let hub = try await TestHub()
        #expect(try await hub.api(.get, "/broadcast").json()["message"] == .null)
        let body = #"{"message":"Slow today","level":"warning","until":60}"#
        #expect(try await hub.api(.post, "/broadcast", body: body).status == 403)
        #expect(try await hub.api(.post, "/broadcast", as: "root", body: body).status == 201)
        let seen = try await hub.api(.get, "/broadcast").json()
        #expect(seen["message"] == "Slow today" && seen["level"] == "warning" && seen["by"] == .null)
        hub.time.advance(by: .seconds(60))
        #expect(try await hub.api(.get, "/broadcast").json()["message"] == .null)
        #expect(try await hub.api(.delete, "/broadcast", as: "root").status == 404)
        _ = try await hub.api(.post, "/broadcast", as: "root", body: #"{"message":"More"}"#)
        #expect(try await hub.api(.delete, "/broadcast", as: "root").status == 204)
    }

    @Test(
        "What cannot be said is refused by name",
        arguments: [
            ("/drain", #"{"deadline":0}"#), ("/drain", #"{"deadline":"2001-01-01T00:00:00Z"}"#),
            ("/drain", #"{"deadline":"soon"}"#), ("/drain", #"{"deadline":99999999999}"#),
            ("/drain", #"{"message":""}"#),
            ("/drain", #"{"until":1}"#), ("/broadcast", ""), ("/broadcast", #"{"message":"a\nb"}"#),
            ("/broadcast", #"{"message":"a","level":"loud"}"#), ("/broadcast", #"{"message":"a","until":-1}"#),
            ("/broadcast", #"{"message":"a","until":true}"#), ("/broadcast", #"{"message":"a","filter":"idle:>2h"}"#),
            ("/broadcast", #"{"message":"a","filter":"colour:red"}"#),
        ])
    func refused(_ path: String, _ body: String) async throws {
        let hub = try await TestHub()
        let answer = try await hub.api(path == "/drain" ? .put : .post, path, as: "root", body: body)
        #expect(answer.status == 400, "\(body)")
        #expect(hub.auditLog.all == [])
    }
}
