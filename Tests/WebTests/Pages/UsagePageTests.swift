import Accounts
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("The page of what was used")
struct UsagePageTests {
    private static let place = "/hub/admin/usage"

    @Test("Each row has what was used of what was reserved, in figures and as bars")
    func rows() async throws {
        let page = try await TestHub.withUse().page(Self.place, as: "root").body
        #expect(page.contains("<th scope=\"row\">ada</th><td class=\"number\">1</td><td class=\"number\">2</td>"))
        #expect(page.contains("0.5 of 1<svg") && page.contains("1 GiB h of 2 GiB h<svg"))
        #expect(page.matches(of: /class="reserved" width="100%"/).count == 2)
        #expect(page.matches(of: /class="used" y="35%" width="50%"/).count == 2)
        #expect(page.contains("<th scope=\"row\">ada/</th><td>1 GiB h of 2 GiB h</td><td class=\"number\">50 %</td>"))
        #expect(page.contains("100 % of 1 session got along"))
    }

    @Test("By and time are chosen by links, each of which keeps the other; the files are of the same")
    func chosen() async throws {
        let hub = try await TestHub.withUse()
        let page = try await hub.page("\(Self.place)?by=profile&since=7d", as: "root").body
        #expect(page.contains("<th scope=\"row\">small</th>"))
        #expect(page.contains("href=\"\(Self.place)?by=profile&amp;since=7d\" aria-current=\"true\">7 days<"))
        #expect(page.contains("href=\"\(Self.place)?by=profile&amp;since=7d\" aria-current=\"true\">Profile<"))
        #expect(page.contains("href=\"\(Self.place)?by=profile&amp;since=90d\">90 days<"))
        #expect(page.contains("href=\"\(Self.place)?by=server&amp;since=7d\">Server<"))
        let files = page.matches(of: /href="([^"]+)" download/).map {
            String($0.output.1).replacing("&amp;", with: "&")
        }
        #expect(files.count == 3)
        for file in files {
            let answer = try await hub.ask(.get, file, ["Cookie": hub.cookie("root")])
            #expect(answer.status == 200 && answer.headers[.contentType]?.hasPrefix("text/csv") == true, "\(file)")
        }
        #expect(files.first == "/hub/api/usage?since=7d&by=profile&format=csv")
    }

    @Test("Another time is typed; one in which nothing was used says so")
    func otherTime() async throws {
        let hub = try await TestHub.withUse()
        let today = try await hub.page("\(Self.place)?since=2023-01-01&until=1s", as: "root").body
        #expect(today.contains("<th scope=\"row\">ada</th>") && today.contains("<details id=\"times\" open>"))
        let before = try await hub.page("\(Self.place)?since=2001-01-01&until=2002-01-01", as: "root").body
        #expect(before.contains("Nothing was reserved in that time.") && before.contains("No session"))
        #expect(before.contains("value=\"2001-01-01\""))
    }

    @Test(
        "A time that cannot be used is said beside its field, and stays in it",
        arguments: [("since=lately", "since"), ("since=1d&until=soon", "until"), ("since=1d&until=2d", "until")])
    func wrong(_ query: String, _ field: String) async throws {
        let page = try await TestHub().page("\(Self.place)?\(query)", as: "root")
        #expect(page.status == 400 && page.body.contains("id=\"bad-\(field)\""))
        #expect(!page.body.contains("<table>"))
        let typed = try #require(query.split(separator: "=").last)
        #expect(page.body.contains("value=\"\(typed)\"") && page.body.contains("<details id=\"times\" open>"))
    }

    @Test("Its first view stays small however many there are, and says how many more are in the file")
    func many() async throws {
        let hub = try await TestHub()
        for number in 0..<60 {
            let name = try UserName("person-\(number)")
            _ = try await hub.accounts.addUser(name, isAdmin: false, at: hub.time.now(), audit: nil)
            let key = ServerKey(owner: name)
            try await hub.have(key, .started)
            let server = try #require(try await hub.servers.server(key)).server.id
            try await hub.servers.keepUsage([
                UsageSpan(
                    of: server, ContainerID("c1"),
                    first: UsageSample(moment: hub.time.moment(), cpu: .seconds(1), memory: .mebibytes(512)))
            ])
        }
        hub.time.advance(by: .seconds(600))
        for number in 0..<60 {
            try await hub.reach(ServerKey(owner: UserName("person-\(number)")), .finished, reason: .stoppedByUser)
        }
        let page = try await hub.page(Self.place, as: "root").body
        #expect(page.contains("And 10 more, in the file."))
        #expect(page.utf8.count < 40_000, "\(page.utf8.count)")
    }
}
