import Foundation
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@Suite("The page that gives a server more memory")
struct ResizePageTests {
    private func running() async throws -> (TestHub, ServerKey) {
        let hub = try await TestHub()
        let key = ServerKey(owner: try UserName("ada"))
        try await hub.have(key, .started)
        return (hub, key)
    }

    @Test("It says what the server has and ran out of, offers what it was asked for, and changes nothing by itself")
    func asks() async throws {
        let (hub, key) = try await running()
        let server = try #require(try await hub.servers.server(key)).server
        let report = OutOfMemory(
            at: hub.time.now(), limit: .gibibytes(1), kernels: [.init(path: "<b>a</b>.ipynb", name: "python3")],
            others: 0, remedy: .resize(.gibibytes(2)))
        let record = MemoryRecord(
            generation: server.generation,
            run: ContainerRun(container: ContainerID("c"), startedAt: hub.time.now()), kills: 1,
            toldUntil: hub.time.now(), lastHint: nil, last: report)
        try await hub.servers.noteMemory(of: server.id) { _ in MemoryNote(record) }
        let page = try await hub.page("/hub/resize/ada?memory=2147483648")
        #expect(page.status == 200)
        #expect(page.body.contains("Kernel &lt;b&gt;a&lt;/b&gt;.ipynb ran out of memory at the limit of 1 GiB"))
        #expect(page.body.contains("action=\"/hub/resize/ada\"") && page.body.contains("Give it 2 GiB"))
        #expect(try await hub.servers.server(key)?.server.pendingResize == nil)
        let told = try await hub.api(.get, "/servers", as: "ada").json()
        guard case .array(let servers) = told, let shown = servers.first?["out_of_memory"] else {
            Issue.record("it is told")
            return
        }
        #expect(shown["kernels"] == ["<b>a</b>.ipynb"] && shown["action"] == "resize")
        #expect(shown["memory"] == 2_147_483_648)
    }

    @Test("Its button asks for the resize; what cannot be had is said")
    func resizes() async throws {
        let (hub, key) = try await running()
        let asked = try await hub.form("/hub/resize/ada", "memory=2147483648", as: "ada")
        #expect(asked.status == 200 && asked.body.contains("It gets 2 GiB in a moment"))
        #expect(try await hub.servers.server(key)?.server.pendingResize?.target.memory == .gibibytes(2))
        let refused = try await hub.form("/hub/resize/ada", "memory=8G", as: "ada")
        #expect(refused.status == 400 && refused.body.contains(/id="bad-memory"[^>]*>[^<]*ceiling/))
        #expect(try await hub.page("/hub/resize/ada?memory=lots").status == 400)
    }

    @Test("What cannot be given is said beside its field, and what was typed stays, to be sent again")
    func wrong() async throws {
        let (hub, _) = try await running()
        let wrong = try await hub.form("/hub/resize/ada", "memory=%3Cb%3Elots&cpu=0.5", as: "ada")
        #expect(wrong.status == 400 && wrong.body.contains("id=\"bad-memory\""))
        #expect(wrong.body.contains("value=\"&lt;b&gt;lots\"") && wrong.body.contains("value=\"0.5\""))
        #expect(wrong.body.contains("action=\"/hub/resize/ada\"") && !wrong.body.contains("id=\"bad-cpu\""))
    }

    @Test("Another's server is nobody's to resize, and what it has already is not offered")
    func others() async throws {
        let (hub, key) = try await running()
        #expect(try await hub.form("/hub/resize/ada", "memory=2147483648", as: "bob").status == 404)
        #expect(try await hub.page("/hub/resize/ada?memory=2147483648", as: "bob").status == 404)
        #expect(try await hub.servers.server(key)?.server.pendingResize == nil)
        #expect(try await !hub.page("/hub/resize/ada?memory=1G").body.contains("<input"))
    }
}
