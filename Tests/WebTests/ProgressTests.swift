import Accounts
import Foundation
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("Progress")
struct ProgressTests {
    private let key: ServerKey
    private let path = "/users/ada/server/progress"

    init() throws { key = ServerKey(owner: try UserName("ada")) }

    private func events(_ answer: Answer) throws -> [JSONValue] {
        try answer.body.split(separator: "\n\n").map { block in
            #expect(block.hasPrefix("data: ") && !block.contains("\n"))
            return try HubJSON.decode(JSONValue.self, from: Data(block.dropFirst(6).utf8))
        }
    }

    @Test("A running server's stream is one event that says it is ready")
    func ready() async throws {
        let hub = try await TestHub()
        try await hub.have(key, .started)
        let answer = try await hub.api(.get, path)
        #expect(answer.headers[.contentType] == "text/event-stream")
        #expect(answer.headers[.cacheControl] == "no-cache")
        #expect(answer.body.hasPrefix("\n\n"))
        let events = try events(answer)
        #expect(events.count == 1)
        #expect(events.first?["ready"] == true)
        #expect(events.first?["progress"] == 100)
        #expect(events.first?["url"] == "/user/ada/")
    }

    @Test("A launch is followed to exactly one last event")
    func followed() async throws {
        let hub = try await TestHub()
        try await hub.have(key, .launched)
        let id = try #require(try await hub.servers.server(key)).server.id
        hub.control.progress.set(.pulling(done: .mebibytes(120), total: .mebibytes(405)), for: id)
        async let asked = hub.api(.get, path)
        // Whatever it has seen by then: the last event comes, and once.
        try await hub.reach(key, .startInitiated)
        try await hub.reach(key, .finished, reason: .startTimeout, message: "no answer")
        let events = try events(try await asked)
        #expect(events.last?["failed"] == true)
        #expect(events.last?["code"] == "startTimeout")
        #expect(events.filter { $0["progress"] == 100 }.count == 1)
    }

    @Test("A pull is told with its bytes")
    func pulling() async throws {
        let hub = try await TestHub()
        try await hub.have(key, .launched)
        let tracked = try #require(try await hub.servers.server(key))
        hub.control.progress.set(.pulling(done: .mebibytes(120), total: .mebibytes(405)), for: tracked.server.id)
        let page = try await hub.page("/hub/open/ada")
        #expect(page.body.contains("120 MiB of 405 MiB"))
    }

    @Test("A server that neither starts nor failed is 400, an unknown one 404")
    func notStarting() async throws {
        let hub = try await TestHub()
        #expect(try await hub.api(.get, path).status == 404)
        try await hub.have(key, .finished, reason: .stoppedByUser)
        #expect(try await hub.api(.get, path).status == 400)
    }

    @Test("A recent failure is one event that says so")
    func failure() async throws {
        let hub = try await TestHub()
        try await hub.have(key, .finished, reason: .oomKilled)
        let events = try events(try await hub.api(.get, path))
        #expect(events.count == 1)
        #expect(events.first?["failed"] == true)
    }
}
