import Accounts
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("One's own use, on the page of one's account")
struct OwnUseTests {
    @Test("This month's is said in figures, and can be taken along by server")
    func month() async throws {
        let hub = try await TestHub.withUse()
        let page = try await hub.page("/hub/account").body
        #expect(page.contains("<dd>0.5 of 1 <") && page.contains("<dd>1 GiB h of 2 GiB h <"))
        let link = try #require(page.firstMatch(of: /href="([^"]+)" download/)).output.1
        let file = String(link).replacing("&amp;", with: "&")
        let answer = try await hub.ask(.get, file, ["Cookie": hub.cookie("ada")])
        #expect(answer.status == 200 && answer.body.contains("ada/") && !answer.body.contains("bob/"))
    }

    @Test("An admin sees their own alone, and nothing is said where nothing is known")
    func nothing() async throws {
        let hub = try await TestHub.withUse()
        #expect(try await !hub.page("/hub/account", as: "root").body.contains("Your use"))
        hub.time.advance(by: .seconds(32 * 86_400))
        #expect(try await !hub.page("/hub/account").body.contains("Your use"))
    }

    @Test("What counts in a quota stands against it, with whose it is")
    func quotas() async throws {
        let hub = try await TestHub()
        _ = try await hub.api(.post, "/groups/lab", as: "root", body: #"{"users":["ada"]}"#)
        let policy = #"{"member_quota":{"servers":2},"quota":{"memory":"4G"}}"#
        _ = try await hub.api(.put, "/groups/lab/policy", as: "root", body: policy)
        #expect(try await hub.page("/hub/account").body.contains("<dd>2 servers, nothing now"))
        try await hub.have(ServerKey(owner: UserName("ada")), .started)
        let page = try await hub.page("/hub/account").body
        for part in ["<dd>2 servers, 1 server now", "<dd>4 GiB, 1 GiB now", "what group lab has in all"] {
            #expect(page.contains(part), "\(part)")
        }
    }
}
