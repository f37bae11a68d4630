import Accounts
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("The page for more than a ceiling")
struct RequestPageTests {
    @Test("What is asked for waits, an admin decides it, and its owner reads the answer")
    func asked() async throws {
        let hub = try await TestHub()
        let sent = try await hub.form("/hub/requests", "server=&memory=8G&cpu=&hours=4&reason=thesis", as: "ada")
        #expect(sent.status == 303 && sent.location == "/hub/requests")
        #expect(try await hub.page("/hub/requests").body.contains("8 GiB for 4 h"))
        let admins = try await hub.page("/hub/requests", as: "root")
        #expect(admins.body.contains("action=\"/hub/requests/r1/approve\"") && admins.body.contains("thesis"))
        #expect(admins.body.contains("for the server of ada") && admins.body.contains("Free on this machine now"))
        #expect(try await hub.form("/hub/requests/r1/approve", "note=", as: "ada").status == 403)
        #expect(try await hub.form("/hub/requests/r1/deny", "note=one+is+enough", as: "root").status == 303)
        let answered = try await hub.page("/hub/requests")
        #expect(answered.body.contains("Denied") && answered.body.contains("By root: one is enough"))
        #expect(try await hub.page("/hub/requests", as: "bob").body.contains("None yet."))
    }

    @Test("What cannot be asked for is said beside its field, and what was filled in stays")
    func wrong() async throws {
        let hub = try await TestHub()
        let memory = try await hub.form("/hub/requests", "memory=lots&hours=8&reason=thesis", as: "ada")
        #expect(memory.status == 400 && memory.body.contains("id=\"bad-memory\""))
        #expect(memory.body.contains("value=\"lots\"") && memory.body.contains("value=\"thesis\""))
        let reason = try await hub.form("/hub/requests", "memory=8G&hours=8&reason=", as: "ada")
        #expect(reason.body.contains("id=\"bad-reason\""))
        let within = try await hub.form("/hub/requests", "memory=2G&hours=8&reason=thesis", as: "ada")
        #expect(within.status == 400 && within.body.contains("within the ceiling"))
    }

    @Test(
        "A word that an admin cannot say with a request is said beside it, and stays in the form of that request alone")
    func wordless() async throws {
        let hub = try await TestHub()
        for memory in ["8G", "9G"] {
            _ = try await hub.form("/hub/requests", "memory=\(memory)&hours=8&reason=thesis", as: "ada")
        }
        let long = String(repeating: "x", count: 501)
        for way in ["approve", "deny"] {
            let page = try await hub.form("/hub/requests/r1/\(way)", "note=\(long)", as: "root")
            #expect(page.status == 400 && page.body.contains("id=\"bad-note\""))
            #expect(page.body.matches(of: /aria-invalid/).count == 1)
            #expect(page.body.contains("value=\"\(long)\"") && page.body.contains("id=\"note-r2\""))
        }
        #expect(try await hub.form("/hub/requests/r1/deny", "note=no", as: "root").status == 303)
        #expect(try await hub.form("/hub/requests/r1/deny", "note=no", as: "root").status == 409)
    }

    @Test("Who decides sees on every page how many wait, and what the server has now")
    func waiting() async throws {
        let hub = try await TestHub()
        let count = "<span class=\"tag wait\">1<span class=\"hush\"> to decide</span></span>"
        #expect(try await !hub.page("/hub/", as: "root").body.contains("to decide"))
        try await hub.have(ServerKey(owner: UserName("ada")), .started)
        _ = try await hub.form("/hub/requests", "memory=8G&hours=8&reason=thesis", as: "ada")
        #expect(try await hub.page("/hub/", as: "root").body.contains(count))
        #expect(try await !hub.page("/hub/").body.contains("to decide"))
        #expect(try await hub.page("/hub/requests", as: "root").body.contains(/It has small: [^<]+ now/))
        _ = try await hub.form("/hub/requests/r1/deny", "note=", as: "root")
        #expect(try await !hub.page("/hub/", as: "root").body.contains("to decide"))
    }

    @Test("A request can be withdrawn by whom it is for")
    func withdrawn() async throws {
        let hub = try await TestHub()
        _ = try await hub.form("/hub/requests", "memory=8G&hours=8&reason=thesis", as: "ada")
        #expect(try await hub.form("/hub/requests/r1/withdraw", "", as: "bob").status == 404)
        #expect(try await hub.form("/hub/requests/r1/withdraw", "", as: "ada").status == 303)
        #expect(try await hub.page("/hub/requests").body.contains("Withdrawn"))
    }
}
