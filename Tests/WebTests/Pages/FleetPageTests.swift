import Accounts
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("The fleet's page")
struct FleetPageTests {
    private func hub() async throws -> TestHub {
        let hub = try await TestHub()
        try await hub.have(ServerKey(owner: UserName("ada")), .started)
        try await hub.have(ServerKey(owner: UserName("bob")), .launched)
        try await hub.have(ServerKey(owner: UserName("root")), .finished, reason: .crashed(exitCode: 1))
        return hub
    }

    private func names(_ answer: Answer) -> [String] {
        answer.body.matches(of: /<th scope="row"><a href="[^"]+">([^<]+)</).map { String($0.output.1) }
    }

    @Test(
        "It shows what fits the filter, in the order of a column",
        arguments: [
            ("", ["ada/", "bob/", "root/"]), ("?filter=phase:running,starting", ["ada/", "bob/"]),
            ("?filter=bob", ["bob/"]), ("?sort=-server", ["root/", "bob/", "ada/"]), ("?offset=1", ["bob/", "root/"]),
            ("?filter=owner:eve", []),
        ])
    func listed(_ query: String, _ expected: [String]) async throws {
        #expect(try await names(hub().page("/hub/admin\(query)", as: "root")) == expected)
    }

    @Test("A filter that cannot be read is said beside its field, and stays in it")
    func wrong() async throws {
        let page = try await hub().page("/hub/admin?filter=onwer:ada", as: "root")
        #expect(page.status == 400 && page.body.contains("id=\"problem\"") && page.body.contains("owner (did you mean"))
        #expect(page.body.contains("value=\"onwer:ada\""))
    }

    @Test("A column's head sorts by it, and the other way round the second time")
    func columns() async throws {
        let hub = try await hub()
        let first = try await hub.page("/hub/admin?filter=a", as: "root")
        #expect(first.body.contains("href=\"/hub/admin?filter=a&amp;sort=server&amp;offset=0\""))
        let second = try await hub.page("/hub/admin?filter=a&sort=server", as: "root")
        #expect(second.body.contains("aria-sort=\"ascending\"") && second.body.contains("sort=-server"))
    }

    @Test("Many are stopped after a look at which, and only while they are as many as were seen")
    func bulk() async throws {
        let hub = try await hub()
        let table = try await hub.page("/hub/admin?filter=owner:ada,bob", as: "root")
        #expect(table.body.contains("Stop the 2 that are up") && table.body.contains("/hub/admin/stop?filter="))
        #expect(try await !hub.page("/hub/admin", as: "root").body.contains("that are up"))
        let asked = try await hub.page("/hub/admin/stop?filter=owner:ada,bob", as: "root")
        #expect(asked.body.contains("Stop 2 servers?") && asked.body.contains("name=\"expected\" value=\"2\""))
        let other = try await hub.form("/hub/admin/stop", "filter=owner:ada,bob&expected=3", as: "root")
        #expect(other.status == 409)
        #expect(try await hub.api(.get, "/users/ada/server", as: "root").json()["ready"] == true)
        let done = try await hub.form("/hub/admin/stop", "filter=owner:ada,bob&expected=2", as: "root")
        #expect(done.status == 200 && done.body.contains("stopping"))
        #expect(try await hub.api(.get, "/users/ada/server", as: "root").json()["ready"] == false)
        #expect(try await hub.form("/hub/admin/stop", "filter=&expected=0", as: "ada").status == 403)
    }

    @Test("A table has the columns that its address names, in their own order, and keeps them on every way on")
    func chosen() async throws {
        let page = try await hub().page(
            "/hub/admin?filter=a&columns=node,state&columns=groups&columns=colour", as: "root")
        let heads = page.body.matches(of: /<th scope="col"[^>]*><a [^>]+>([^<]+)</).map { String($0.output.1) }
        #expect(heads == ["Server", "State", "Groups", "Node"])
        #expect(page.body.contains("sort=server&amp;offset=0&amp;columns=state,groups,node"))
        #expect(page.body.contains("<input type=\"hidden\" name=\"columns\" value=\"groups\">"))
        #expect(
            page.body.contains("name=\"columns\" value=\"node\" checked")
                && !page.body.contains("value=\"idle\" checked"))
    }

    @Test("What a row has in common with others leads to those, within the filter")
    func alike() async throws {
        let hub = try await hub()
        _ = try await hub.api(.post, "/groups/physics", as: "root", body: #"{"users":["ada"]}"#)
        let page = try await hub.page("/hub/admin?filter=phase:running&columns=groups,profile", as: "root")
        #expect(page.body.contains("filter=phase%3Arunning%20group%3A%22physics%22&amp;"))
        let found = try await hub.page("/hub/admin?filter=group%3A%22physics%22&columns=groups", as: "root")
        #expect(names(found) == ["ada/"])
        #expect(found.body.contains("filter=group%3A%22physics%22&amp;"), "the same term is not said twice")
    }

    @Test("The servers that are asked for most are one click away, and the page says which of them it shows")
    func views() async throws {
        let hub = try await hub()
        let page = try await hub.page("/hub/admin?sort=-idle", as: "root")
        let nav = try #require(page.body.firstMatch(of: /<nav class="views"[^>]*>(.*?)<\/nav>/)).output.1
        let ways = nav.matches(of: /href="([^"]+)"/).map { String($0.output.1).replacing("&amp;", with: "&") }
        #expect(ways.count == 6 && ways.allSatisfy { $0.contains("sort=-idle") })
        for way in ways {
            let view = try await hub.page(way, as: "root")
            #expect(view.status == 200, "\(way)")
            #expect(view.body.matches(of: /aria-current="true"/).count == 1, "\(way)")
        }
        let failed = try await hub.page("/hub/admin?filter=phase:failed", as: "root")
        #expect(names(failed) == ["root/"] && failed.body.contains("aria-current=\"true\">Failed</a>"))
    }

    @Test("A row says what its policy says of it and on what evidence, and of one that has ended, why")
    func evidence() async throws {
        let hub = try await hub()
        let page = try await hub.page("/hub/admin", as: "root")
        #expect(page.body.contains(">keep</span>"))
        #expect(page.body.contains("exit code 1") || page.body.contains("exit status 1"))
    }
}
