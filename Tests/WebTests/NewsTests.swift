import Accounts
import Foundation
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("The stream of news")
struct NewsTests {
    private let key: ServerKey

    init() throws { key = ServerKey(owner: try UserName("ada")) }

    private func reader(_ hub: TestHub, of owner: String = "ada", by name: String = "ada") async throws -> NewsReader {
        let user = try #require(try await hub.accounts.user(UserName(name)))
        let principal = Principal(
            user: user, credential: .system, permissions: Permissions(of: user), address: nil)
        let whose = try #require(try await hub.accounts.user(UserName(owner)))
        return NewsReader(hub.useCases, of: whose, by: principal)
    }

    @Test("It begins with every server, and then tells only what changed, with all that is known of it")
    func servers() async throws {
        let hub = try await TestHub()
        try await hub.have(key, .launched)
        try await hub.have(ServerKey(owner: UserName("bob")), .started)
        var reader = try await reader(hub)
        let first = try await reader.read()
        #expect(first.map(\.kind) == ["server"] && first.map(\.server) == ["ada/"])
        #expect(first.first?.state?.shown == "Starting" && first.first?.progress?.progress == 50)
        #expect(try await reader.read().isEmpty)
        let id = try #require(try await hub.servers.server(key)).server.id
        hub.control.progress.set(.pulling(done: .mebibytes(120), total: .mebibytes(405)), for: id)
        let pulling = try await reader.read()
        #expect(pulling.map(\.kind) == ["progress"])
        #expect(pulling.first?.progress?.message == "Pulling the image: 120 MiB of 405 MiB")
        try await hub.reach(key, .started)
        let started = try await reader.read()
        #expect(started.map(\.kind) == ["server"] && started.first?.progress?.ready == true)
        hub.control.usage.note(
            ContainerUsage(at: hub.time.now(), memory: .mebibytes(300), cpu: .seconds(1), pids: 3),
            of: id, container: ContainerID("c1"), at: hub.time.moment())
        let used = try await reader.read()
        #expect(used.map(\.kind) == ["usage"] && used.first?.usage?.memory == Bytes.mebibytes(300).count)
    }

    @Test(
        "A page that was drawn from what the news begins with has nothing to fetch; whatever changed between has another name"
    )
    func editions() async throws {
        let hub = try await TestHub()
        try await hub.have(key, .launched)
        let drawn = try #require(
            try await hub.page("/hub/").body.firstMatch(of: /data-edition="([^"]+)"/)
        ).output.1
        var reader = try await reader(hub)
        _ = try await reader.read()
        #expect(reader.edition == drawn)
        let id = try #require(try await hub.servers.server(key)).server.id
        hub.control.progress.set(.pulling(done: .mebibytes(120), total: .mebibytes(405)), for: id)
        _ = try await reader.read()
        #expect(reader.edition == drawn, "what scripts draw is no reason to fetch")
        try await hub.reach(key, .started)
        #expect(reader.edition == drawn)
        _ = try await reader.read()
        #expect(reader.edition != drawn)
        let all = hub.useCases.watchServer.edition
        #expect(hub.useCases.watchServer.edition == all)
        try await hub.reach(key, .finished, reason: .exited)
        #expect(hub.useCases.watchServer.edition != all)
    }

    @Test("A launch that fails is told with its end, and a server that is removed as gone")
    func ends() async throws {
        let hub = try await TestHub()
        let other = ServerKey(owner: try UserName("ada"), name: try ServerName("gpu"))
        _ = try await hub.api(.put, "/users/ada/servers/gpu")
        try await hub.have(key, .startInitiated)
        var reader = try await reader(hub)
        _ = try await reader.read()
        try await hub.reach(key, .finished, reason: .crashed(exitCode: 3))
        let failed = try await reader.read()
        #expect(failed.first?.progress?.failed == true && failed.first?.state?.shown == "Failed")
        #expect(try await hub.api(.delete, "/users/ada/servers/gpu", body: #"{"remove":true}"#).status == 204)
        #expect(try await reader.read() == [NewsModel(kind: "removed", server: other.description)])
    }

    @Test("A request is told when it is made and when it is answered; not those from before")
    func requests() async throws {
        let hub = try await TestHub()
        let body = #"{"memory":"8G","duration":3600,"reason":"thesis"}"#
        #expect(try await hub.api(.post, "/requests", body: body).status == 201)
        var reader = try await reader(hub)
        #expect(try await reader.read().isEmpty)
        #expect(try await hub.api(.post, "/requests", body: body).status == 201)
        #expect(try await reader.read().first?.request?.state == "pending")
        #expect(try await hub.api(.post, "/requests/r1/deny", as: "root", body: #"{"note":"no"}"#).status == 200)
        let answered = try await reader.read()
        #expect(answered.map(\.kind) == ["request"])
        #expect(answered.first?.request?.id == "r1" && answered.first?.request?.state == "denied")
    }

    @Test("What admins say to all is told when it begins, changes and ends, and to whoever comes later")
    func told() async throws {
        let hub = try await TestHub()
        var reader = try await reader(hub)
        #expect(try await reader.read().isEmpty)
        _ = try await hub.api(.put, "/drain", as: "root", body: #"{"message":"New disks"}"#)
        let drained = try await reader.read()
        #expect(drained.map(\.kind) == ["told"] && drained.first?.drain?.message == "New disks")
        #expect(drained.first?.drain?.by == nil && drained.first?.broadcast == nil)
        _ = try await hub.api(.post, "/broadcast", as: "root", body: #"{"message":"Slow","until":60}"#)
        var late = try await self.reader(hub)
        for said in [try await reader.read(), try await late.read()] {
            #expect(said.first?.drain?.draining == true && said.first?.broadcast?.message == "Slow")
        }
        #expect(try await reader.read().isEmpty)
        _ = try await hub.api(.delete, "/drain", as: "root")
        hub.time.advance(by: .seconds(60))
        #expect(try await reader.read() == [NewsModel(kind: "told")])
    }

    @Test("Nobody hears of another's servers but those who may see them, and of all only admins")
    func others() async throws {
        let hub = try await TestHub()
        #expect(try await hub.api(.get, "/events?owner=bob").status == 404)
        #expect(try await hub.api(.get, "/events?all=1").status == 403)
        #expect(try await hub.ask(.get, "/hub/api/events").status == 403)
        try await hub.have(key, .started)
        var asBob = try await reader(hub, of: "ada", by: "bob")
        #expect(try await asBob.read().isEmpty)
        var asRoot = try await reader(hub, of: "ada", by: "root")
        #expect(try await asRoot.read().count == 1)
    }

    @Test("Changes of others' servers wake nobody, however many there are")
    func woken() async throws {
        let hub = try await TestHub()
        try await hub.have(key, .launched)
        let bobs = ServerKey(owner: try UserName("bob"))
        try await hub.have(bobs, .launched)
        let changes = hub.useCases.watchServer.changes(of: try UserName("ada"))
        var iterator = changes.makeAsyncIterator()
        #expect(await iterator.next(isolation: nil) != nil)
        try await hub.reach(bobs, .startInitiated)
        try await hub.reach(bobs, .started)
        try await hub.reach(key, .startInitiated)
        // The next one is of ada's: bob's were passed over on the way.
        #expect(await iterator.next(isolation: nil) != nil)
        try await hub.reach(bobs, .finished, reason: .stoppedByUser)
        try await hub.reach(key, .started)
        #expect(await iterator.next(isolation: nil) != nil)
    }
}
