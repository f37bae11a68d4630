import Accounts
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("The page for maintenance")
struct MaintenancePageTests {
    private static let place = "/hub/admin/maintenance"

    /// Ada's server runs, bob's starts, root's has ended.
    private func hub() async throws -> TestHub {
        let hub = try await TestHub()
        try await hub.have(ServerKey(owner: UserName("ada")), .started)
        try await hub.have(ServerKey(owner: UserName("bob")), .launched)
        try await hub.have(ServerKey(owner: UserName("root")), .finished, reason: .stoppedByUser)
        return hub
    }

    /// Sends the form that the page has for `action`, as it is filled in there.
    private func confirm(_ hub: TestHub, _ page: Answer, _ action: String) async throws -> Answer {
        #expect(page.body.contains("method=\"post\" action=\"\(action)\""))
        let fields = page.body.matches(of: /<input type="hidden" name="([a-z]+)" value="([^"]*)">/)
            .map { "\($0.output.1)=\(HubPaths.queryValue(String($0.output.2)))" }
        return try await hub.form(action, fields.joined(separator: "&"), as: "root")
    }

    @Test("A drain is begun after a look at what it does, is seen with who began it, and is ended")
    func drain() async throws {
        let hub = try await hub()
        #expect(try await hub.page(Self.place, as: "root").body.contains("Launches are taken"))
        let preview = try await hub.page("\(Self.place)/drain?message=New+disks&deadline=30m", as: "root")
        #expect(preview.body.contains("New disks") && preview.body.contains("2 servers are up now"))
        #expect(try await hub.operating.drain() == nil, "a look changes nothing")
        // What was looked at is what happens, however long the look took.
        let deadline = hub.time.now() + .seconds(1800)
        hub.time.advance(by: .seconds(120))
        let begun = try await confirm(hub, preview, "\(Self.place)/drain")
        #expect(begun.status == 303 && begun.location == Self.place)
        #expect(try await hub.operating.drain()?.deadline == deadline)
        let page = try await hub.page(Self.place, as: "root")
        for part in ["No launches are taken", "by root", "New disks", "action=\"\(Self.place)/drain/end\""] {
            #expect(page.body.contains(part), "\(part)")
        }
        #expect(try await hub.form("\(Self.place)/drain/end", "", as: "root").location == Self.place)
        #expect(try await hub.operating.drain() == nil)
        #expect(try await hub.form("\(Self.place)/drain/end", "", as: "root").status == 404)
        #expect(hub.auditLog.all.map(\.action).filter { $0.hasPrefix("drain") } == ["drain.begin", "drain.end"])
    }

    @Test("A broadcast is told after a look at how many it reaches, and withdrawn")
    func broadcast() async throws {
        let hub = try await hub()
        let query = "message=Slow+today&level=warning&until=2h&filter=owner%3Aada%2Cbob"
        let preview = try await hub.page("\(Self.place)/broadcast?\(query)", as: "root")
        #expect(preview.body.contains("1 server that runs now") && preview.body.contains("class=\"note wait\""))
        #expect(try await hub.operating.broadcast() == nil, "a look changes nothing")
        #expect(try await confirm(hub, preview, "\(Self.place)/broadcast").location == Self.place)
        let told = try #require(try await hub.operating.broadcast())
        #expect(told.message.value == "Slow today" && told.level == .warning && told.filter == "owner:ada,bob")
        #expect(told.until == hub.time.now() + .seconds(7200))
        let page = try await hub.page(Self.place, as: "root")
        #expect(page.body.contains("<code>owner:ada,bob</code>") && page.body.contains("Withdraw it"))
        #expect(try await hub.form("\(Self.place)/broadcast/withdraw", "", as: "root").location == Self.place)
        #expect(try await hub.operating.broadcast() == nil)
    }

    @Test(
        "What cannot be said is said beside its field, looked at or done, and what was filled in stays",
        arguments: [
            ("drain", "message=A%0AB&deadline=", "message"), ("drain", "message=Disks&deadline=soon", "deadline"),
            ("drain", "message=Disks&deadline=400d", "deadline"), ("broadcast", "message=&until=soon", "message"),
            ("broadcast", "message=Disks&until=2001-01-01T00:00:00Z", "until"),
            ("broadcast", "message=Disks&filter=idle:%3E2h", "filter"),
            ("broadcast", "message=Disks&filter=colour:red", "filter"),
        ])
    func wrong(_ what: String, _ fields: String, _ field: String) async throws {
        let hub = try await TestHub()
        for answer in [
            try await hub.page("\(Self.place)/\(what)?\(fields)", as: "root"),
            try await hub.form("\(Self.place)/\(what)", fields, as: "root"),
        ] {
            #expect(answer.status == 400 && answer.body.matches(of: /aria-invalid/).count == 1)
            #expect(
                answer.body.contains("aria-describedby=\"bad-\(field)\"") && answer.body.contains("id=\"bad-\(field)\"")
            )
            #expect(!fields.contains("Disks") || answer.body.contains("value=\"Disks\""))
        }
        #expect(hub.auditLog.all == [])
    }

    @Test("Nobody but an admin looks, begins, ends, tells or withdraws")
    func others() async throws {
        let hub = try await TestHub()
        for place in ["drain", "drain/end", "broadcast", "broadcast/withdraw"] {
            #expect(try await hub.form("\(Self.place)/\(place)", "message=x", as: "ada").status == 403, "\(place)")
        }
        #expect(try await hub.operating.drain() == nil)
        #expect(try await hub.operating.broadcast() == nil)
    }
}
