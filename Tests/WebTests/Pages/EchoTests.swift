import Accounts
import Servers
import Support
import Testing

@testable import Control
@testable import Web

/// What somebody can have another's browser send, and a page repeats.
@Suite("Pages that repeat what they were asked")
struct EchoTests {
    private static let sent = "%3Cscript%3Ealert(9)%3C/script%3E"

    private func expectText(_ page: Answer, _ place: String) {
        #expect(!page.body.contains("<script>alert(9)"), "\(place)")
        #expect(page.body.contains("&lt;script&gt;alert(9)"), "\(place) does not repeat it")
    }

    @Test(
        "What an address says is text on the page",
        arguments: [
            "/hub/admin?filter=", "/hub/admin?filter=cpu:", "/hub/admin?sort=", "/hub/admin/stop?filter=",
            "/hub/admin/reap?filter=", "/hub/admin/reap?filter=&idle=", "/hub/admin/people?q=",
            "/hub/admin/audit?principal=", "/hub/admin/audit?since=", "/hub/admin/usage?since=",
            "/hub/admin/maintenance/drain?message=", "/hub/admin/maintenance/drain?deadline=",
            "/hub/admin/maintenance/broadcast?message=", "/hub/admin/maintenance/broadcast?message=x&filter=",
            "/hub/requests?memory=", "/hub/requests?cpu=",
        ])
    func addresses(_ place: String) async throws {
        let hub = try await TestHub()
        try await hub.have(ServerKey(owner: UserName("root")), .started)
        expectText(try await hub.page(place + Self.sent, as: "root"), place)
    }

    @Test(
        "What a form says is text on the page that answers it",
        arguments: [
            ("/hub/admin/people", "name"), ("/hub/admin/groups", "name"), ("/hub/requests", "memory=lots&reason"),
            ("/hub/account/tokens", "note"), ("/hub/", "profile=small&memory"),
        ])
    func forms(_ place: String, _ field: String) async throws {
        let hub = try await TestHub()
        expectText(try await hub.form(place, "\(field)=\(Self.sent)", as: "root"), place)
    }

    @Test("What a token is for is text on the account's page")
    func notes() async throws {
        let hub = try await TestHub()
        _ = try await hub.form("/hub/account/tokens", "note=\(Self.sent)", as: "ada")
        expectText(try await hub.page("/hub/account"), "/hub/account")
    }
}
