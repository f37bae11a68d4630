import Accounts
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("The page that reaps")
struct ReapPageTests {
    /// Ada's server has been idle for an hour; Bob's has just been started.
    private func hub() async throws -> TestHub {
        let hub = try await TestHub()
        try await hub.haveIdle(ServerKey(owner: UserName("ada")), for: .seconds(3600))
        try await hub.have(ServerKey(owner: UserName("bob")), .started)
        return hub
    }

    private func isRunning(_ hub: TestHub, _ name: String) async throws -> Bool {
        try await hub.api(.get, "/users/\(name)/server", as: "root").json()["ready"] == true
    }

    @Test("The fleet offers it where there are servers, with its filter")
    func offered() async throws {
        let hub = try await hub()
        #expect(
            try await hub.page("/hub/admin?filter=idle:%3E5m", as: "root").body
                .contains("/hub/admin/reap?filter=idle%3A%3E5m"))
        #expect(try await !hub.page("/hub/admin?filter=owner:eve", as: "root").body.contains("/hub/admin/reap"))
    }

    @Test("It names what would be stopped and why, and why the others stay, and does nothing before it is told to")
    func preview() async throws {
        let hub = try await hub()
        let page = try await hub.page("/hub/admin/reap?filter=&idle=30m", as: "root")
        #expect(page.status == 200 && page.body.contains("Stop 1 idle server?"))
        #expect(page.body.contains("<li><b>ada/</b><span class=\"quiet\">nothing has gone on in it for 1 h"))
        #expect(page.body.contains("1 stays as it is") && page.body.contains("<li><b>bob/</b>"))
        #expect(
            page.body.contains("name=\"idle\" value=\"30m\"") && page.body.contains("name=\"expected\" value=\"1\""))
        #expect(try await isRunning(hub, "ada"))
        let none = try await hub.page("/hub/admin/reap?filter=owner:ada", as: "root")
        #expect(none.body.contains("No idle server") && !none.body.contains("name=\"expected\""))
    }

    @Test("Nothing is done where it is more by now, and what cannot be looked at anew is spared, which is said")
    func reap() async throws {
        let hub = try await hub()
        let more = try await hub.form("/hub/admin/reap", "filter=owner:ada&idle=30m&expected=0", as: "root")
        #expect(more.status == 409 && more.body.contains("more than the 0 that were expected"))
        #expect(more.body.contains("name=\"expected\" value=\"1\""), "it can be told anew")
        let done = try await hub.form("/hub/admin/reap", "filter=&idle=30m&expected=1", as: "root")
        #expect(done.status == 200 && done.body.contains("<b>ada/</b><span class=\"quiet\">spared: it is not known"))
        #expect(try await isRunning(hub, "ada"))
        #expect(try await hub.form("/hub/admin/reap", "filter=&idle=1m&expected=9", as: "ada").status == 403)
    }

    @Test("A time that cannot be read is said beside its field, and stays in it")
    func wrong() async throws {
        let page = try await hub().page("/hub/admin/reap?filter=owner:ada&idle=soon", as: "root")
        #expect(page.status == 400 && page.body.contains("id=\"bad-idle\"") && page.body.contains("value=\"soon\""))
    }
}
