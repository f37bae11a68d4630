import Accounts
import HTTPTypes
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("What admins say to all, above every page")
struct BannerTests {
    private func banner(_ hub: TestHub, as user: String = "ada") async throws -> String {
        let body = try await hub.page("/hub/account", as: user).body
        let found = try #require(body.firstMatch(of: /(?s)<div id="told" data-live>(.*?)<\/div>/))
        return String(found.output.1).replacing("\n", with: "")
    }

    @Test("Nothing while nothing is said, and never before somebody is logged in")
    func nothing() async throws {
        let hub = try await TestHub()
        #expect(try await banner(hub) == "")
        _ = try await hub.api(.put, "/drain", as: "root")
        #expect(try await !hub.page("/hub/login", as: nil).body.contains("id=\"told\""))
    }

    @Test("A drain says that no server is started, and what becomes of those that run: go on, stop at a time, stop now")
    func drain() async throws {
        let hub = try await TestHub()
        _ = try await hub.api(.put, "/drain", as: "root", body: #"{"message":"New disks"}"#)
        let plain = try await banner(hub)
        #expect(plain == #"<p class="wait"><b>New disks.</b> No server is started now; what runs goes on.</p>"#)
        _ = try await hub.api(.put, "/drain", as: "root", body: #"{"message":"Be quick!","deadline":60}"#)
        let time = (hub.time.now() + .seconds(60)).description
        let timed = try await banner(hub)
        #expect(
            timed.contains("<b>Be quick!</b>") && timed.contains("what runs is stopped at <time datetime=\"\(time)\""))
        hub.time.advance(by: .seconds(60))
        #expect(try await banner(hub).contains("what runs is being stopped."))
        _ = try await hub.api(.delete, "/drain", as: "root")
        #expect(try await banner(hub) == "")
    }

    @Test("A broadcast is for everybody, or for those whose servers fit; one without a server counts by name and group")
    func broadcast() async throws {
        let hub = try await TestHub()
        try await hub.have(ServerKey(owner: UserName("ada"), name: ServerName("gpu")), .started)
        _ = try await hub.api(.post, "/groups/art", as: "root", body: #"{"users":["bob"]}"#)
        for (filter, told) in [
            ("", ["ada", "bob", "root"]), ("owner:ada", ["ada"]), ("profile:small", ["ada"]), ("group:art", ["bob"]),
            ("-group:art", ["ada", "root"]), ("name:gpu", ["ada"]), ("owner:eve", []),
        ] {
            let body = #"{"message":"Hello","level":"error","filter":"\#(filter)"}"#
            #expect(try await hub.api(.post, "/broadcast", as: "root", body: body).status == 201)
            var seen: [String] = []
            for user in ["ada", "bob", "root"]
            where try await banner(hub, as: user) == #"<p class="bad">Hello</p>"# { seen.append(user) }
            #expect(seen == told, "\(filter)")
        }
        _ = try await hub.api(.delete, "/broadcast", as: "root")
        #expect(try await banner(hub) == "")
    }

    private static let stopped = ["/hub/", "/hub/open/ada", "/hub/servers/ada"]

    @Test("While a drain is on no button launches, and each says why; after it they do again", arguments: stopped)
    func launching(_ place: String) async throws {
        let hub = try await TestHub()
        try await hub.have(ServerKey(owner: UserName("ada")), .finished, reason: .stoppedByUser)
        let launches = /<button[^>]*>(?:Launch|Start it again)</
        let off = /<button[^>]* disabled data-off aria-describedby="told">(?:Launch|Start it again)</
        _ = try await hub.api(.put, "/drain", as: "root", body: #"{"message":"New disks"}"#)
        let drained = try await hub.page(place)
        #expect(drained.body.matches(of: launches).count == 2 && drained.body.matches(of: off).count == 2)
        #expect(drained.body.contains("Not now: New disks"))
        _ = try await hub.api(.delete, "/drain", as: "root")
        let after = try await hub.page(place)
        #expect(after.body.matches(of: launches).count == 2 && after.body.firstMatch(of: off) == nil)
    }

    @Test("Nor does one restart, which is refused, too; stopping is not", arguments: ["/hub/", "/hub/servers/ada"])
    func restarting(_ place: String) async throws {
        let hub = try await TestHub()
        try await hub.have(ServerKey(owner: UserName("ada")), .started)
        let off = /<button[^>]* disabled data-off aria-describedby="told">(Stop|Restart)</
        #expect(try await hub.page(place).body.firstMatch(of: off) == nil)
        _ = try await hub.api(.put, "/drain", as: "root", body: #"{"message":"New disks"}"#)
        #expect(try await hub.page(place).body.matches(of: off).map(\.output.1) == ["Restart"])
        #expect(try await hub.form("/hub/restart/ada", "stay=server", as: "ada").status == 503)
    }
}
