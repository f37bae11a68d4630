import Accounts
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("The fleet, in the API")
struct FleetTests {
    /// Ada with two servers, one of which runs, and bob with one that failed.
    private static func hub() async throws -> TestHub {
        let hub = try await TestHub()
        try await hub.have(StoreSamples.key("ada"), .started)
        try await hub.have(StoreSamples.key("ada", "gpu"), .accepted)
        try await hub.have(StoreSamples.key("bob"), .finished, reason: .oomKilled)
        return hub
    }

    private static func names(_ answer: Answer) throws -> [String] {
        guard case .array(let servers) = try answer.json() else { return [] }
        return servers.map { server in
            guard case .string(let owner) = server["owner"], case .string(let name) = server["name"] else { return "?" }
            return "\(owner)/\(name)"
        }
    }

    @Test(
        "A list is what fits, in order, of what the asker may see; a header tells how many that are",
        arguments: [
            ("", "root", "ada/ ada/gpu bob/", "3"), ("", "ada", "ada/ ada/gpu", "2"),
            ("?owner=bob", "root", "bob/", "1"),
            ("?filter=phase:started", "root", "ada/", "1"),
            ("?filter=phase:failed,queued", "root", "ada/gpu bob/", "2"),
            ("?filter=owner%3Aada+gpu", "root", "ada/gpu", "1"), ("?filter=-owner:ada%20bob", "root", "bob/", "1"),
            ("?filter=owner:bob", "ada", "", "0"), ("?sort=-owner", "root", "bob/ ada/ ada/gpu", "3"),
            ("?sort=-phase&limit=1", "root", "bob/", "3"),
            ("?sort=-phase&offset=1&limit=5", "root", "ada/ ada/gpu", "3"),
            ("?filter=verdict:keep", "root", "ada/", "1"), ("?filter=idle:%3C1h", "root", "ada/", "1"),
            ("?filter=group:staff", "root", "bob/", "1"), ("?offset=9", "root", "", "3"),
        ])
    func lists(query: String, user: String, expected: String, total: String) async throws {
        let hub = try await Self.hub()
        try await hub.accounts.addGroup(GroupName("staff"), audit: nil)
        _ = try await hub.accounts.changeGroup(
            GroupName("staff"), .join([UserName("bob")]), at: hub.time.now(), audit: nil)
        let answer = try await hub.api(.get, "/servers" + query, as: user)
        #expect(answer.status == 200)
        #expect(try Self.names(answer).joined(separator: " ") == expected)
        #expect(answer.headers[.totalCount] == total)
    }

    @Test("Asked for in JupyterHub's pages, a page tells of the next one with the same filter")
    func pages() async throws {
        let hub = try await Self.hub()
        let answer = try await hub.api(
            .get, "/servers?filter=owner:ada&limit=1", as: "root", accept: "application/jupyterhub-pagination+json")
        let page = try answer.json()
        #expect(page["_pagination"]?["total"] == .integer(2))
        guard case .string(let next) = page["_pagination"]?["next"]?["url"] else {
            Issue.record("there is no next page")
            return
        }
        #expect(next.hasSuffix("/hub/api/servers?filter=owner:ada&offset=1&limit=1"))
    }

    @Test(
        "What cannot be read is refused with the term and what was meant",
        arguments: [
            ("?filter=ownr:ada", "owner (did you mean that?)"), ("?filter=a%20idle:2h", "filter term 2"),
            ("?sort=nam", "name (did you mean that?)"), ("?limit=0", "limit"),
        ])
    func refused(query: String, text: String) async throws {
        let answer = try await Self.hub().api(.get, "/servers" + query, as: "root")
        #expect(answer.status == 400 && answer.body.contains(text))
    }

    @Test("A server that runs comes with its verdict, what it is made of, and its owner's groups; others with null")
    func verdict() async throws {
        let hub = try await Self.hub()
        try await hub.accounts.addGroup(GroupName("staff"), audit: nil)
        _ = try await hub.accounts.changeGroup(
            GroupName("staff"), .join([UserName("ada")]), at: hub.time.now(), audit: nil)
        let server = try #require(try await hub.servers.server(StoreSamples.key("ada"))).server.id
        let now = hub.time.now()
        let kernel = NotebookKernel(
            id: "k", name: "python3", path: "train.ipynb", state: "busy", lastActivity: now, connections: 1)
        hub.control.activity.note(
            .known(NotebookActivity(kernels: [kernel])), usage: nil, of: server, generation: 1, at: now)
        guard case .array(let servers) = try await hub.api(.get, "/servers", as: "root").json() else { return }
        let (runs, failed) = (servers[0], servers[2])
        #expect(runs["groups"] == .array([.string("staff")]))
        #expect(runs["verdict"]?["verdict"] == .string("keep"))
        guard case .array(let activity) = runs["activity"] else {
            Issue.record("there is no activity")
            return
        }
        #expect(activity.first?["what"] == .string("train.ipynb"))
        #expect(failed["verdict"] == .null && failed["activity"] == .null && failed["groups"] == .array([]))
    }

    @Test("Many servers are stopped by a filter when they are as many as expected, each as one alone is")
    func stop() async throws {
        let hub = try await Self.hub()
        func ask(_ body: String, as user: String = "root") async throws -> Answer {
            try await hub.api(.post, "/servers/stop", as: user, body: body)
        }
        let other = try await ask(#"{"filter":"","expected":3}"#)
        #expect(try other.status == 409 && other.code() == .string("other_count"))
        #expect(other.body.contains("2 servers fit the filter now, and 3 were expected"))
        #expect(try await hub.servers.server(StoreSamples.key("ada"))?.server.desired == .running)

        let done = try await ask(#"{"filter":"owner:ada,bob","expected":2}"#)
        #expect(done.status == 200)
        #expect(try Self.names(done) == ["ada/", "ada/gpu"])
        #expect(done.body.contains(#""result":"stopping""#))
        for name in ["", "gpu"] {
            let server = try #require(try await hub.servers.server(StoreSamples.key("ada", name)))
            #expect(server.server.desired == .stopped(.stoppedByAdmin))
        }
        #expect(hub.servers.audit.filter { $0.action == "server.stop" }.map(\.target) == ["ada/", "ada/gpu"])
        #expect(try await ask(#"{"filter":"owner:ada","expected":0}"#).body == "[]")
    }

    @Test("Of others' servers nobody stops any by a filter who may not stop them")
    func foreign() async throws {
        let hub = try await Self.hub()
        let answer = try await hub.api(
            .post, "/servers/stop", as: "bob", body: #"{"filter":"owner:ada","expected":2}"#)
        #expect(answer.status == 409 && answer.body.contains("0 servers fit"))
        let seeing = try await hub.ask(
            .post, "/hub/api/servers/stop", ["Authorization": try await hub.token("root", [Scope(.readUsers)])],
            body: #"{"filter":"owner:ada","expected":2}"#)
        #expect(seeing.status == 200 && seeing.body.contains(#""result":"refused""#))
        #expect(try await hub.servers.server(StoreSamples.key("ada"))?.server.desired == .running)
    }

    @Test(
        "A stop of many without its filter or its number is refused",
        arguments: [#"{"filter":"x"}"#, #"{"expected":1}"#, #"{"filter":"x","expected":"all"}"#, #"{"what":1}"#, "{}"])
    func incomplete(body: String) async throws {
        #expect(try await Self.hub().api(.post, "/servers/stop", as: "root", body: body).status == 400)
    }
}
