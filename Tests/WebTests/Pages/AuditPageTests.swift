import Accounts
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("The audit log's page")
struct AuditPageTests {
    /// Ada launches, a minute later bob, who then tries what he may not.
    private func hub() async throws -> TestHub {
        let hub = try await TestHub()
        for user in ["ada", "bob"] {
            let answer = try await hub.api(.post, "/users/\(user)/server", as: user, body: #"{"memory":"2G"}"#)
            #expect(answer.status == 202)
            hub.time.advance(by: .seconds(60))
        }
        #expect(try await hub.api(.get, "/audit", as: "bob").status == 403)
        return hub
    }

    /// Who did what, of each row.
    private func rows(_ answer: Answer) -> [String] {
        answer.body.matches(of: /<\/time><\/td><td>([^<]*)(?:<br>.*?)?<\/td><td>([^<]*)<\/td>/).map {
            "\($0.output.1.prefix { $0 != "/" }) \($0.output.2)"
        }
    }

    @Test("The newest is first, with what was asked for; what was refused stands out")
    func listed() async throws {
        let page = try await hub().page("/hub/admin/audit", as: "root")
        #expect(rows(page) == ["bob refused", "bob server.launch", "ada server.launch"])
        #expect(page.body.contains("<span class=\"quiet\">memory</span> 2 GiB"))
        #expect(page.body.matches(of: /class="tag bad">missing_scope</).count == 1)
        #expect(page.body.matches(of: /class="tag ">done</).count == 2)
    }

    @Test(
        "It is narrowed by who, action, target and time, and the form keeps what was typed",
        arguments: [
            ("principal=ada", ["ada server.launch"]), ("action=server", ["bob server.launch", "ada server.launch"]),
            ("target=bob", ["bob server.launch"]), ("since=90s", ["bob refused", "bob server.launch"]),
            ("until=90s", ["ada server.launch"]),
            ("principal=&action=&target=&since=&until=&action=refused", ["bob refused"]),
            ("principal=eve", []),
        ])
    func narrowed(_ query: String, _ expected: [String]) async throws {
        let page = try await hub().page("/hub/admin/audit?\(query)", as: "root")
        #expect(rows(page) == expected)
        let typed = try #require(query.split(separator: "=").last)
        #expect(page.body.contains("value=\"\(typed)\""))
        #expect(page.body.contains("Nothing fits.") == expected.isEmpty)
    }

    @Test("A time that cannot be read is said beside its field, and stays in it", arguments: ["since", "until"])
    func wrong(_ field: String) async throws {
        let page = try await hub().page("/hub/admin/audit?\(field)=yester%22day&principal=ada", as: "root")
        #expect(page.status == 400 && page.body.matches(of: /aria-invalid/).count == 1)
        #expect(
            page.body.contains("id=\"bad-\(field)\" role=\"alert\">&quot;yester") && page.body.contains("such as 7d"))
        #expect(
            !page.body.contains("<table>") && page.body.contains("value=\"yester&quot;day\"")
                && page.body.contains("value=\"ada\""))
    }

    @Test("What cannot be read and is in none of the fields is said above what was found")
    func wrongPlace() async throws {
        let page = try await hub().page("/hub/admin/audit?after=x&principal=ada", as: "root")
        #expect(page.status == 400 && page.body.contains(/role="alert"[^>]*>after: [^<]+ cannot be used/))
        #expect(page.body.contains("value=\"ada\"") && !page.body.contains("<table>"))
    }

    @Test("What is older is on pages of its own, which keep the form and lead back to the newest")
    func older() async throws {
        let hub = try await TestHub()
        for _ in 0..<101 { _ = try await hub.api(.put, "/drain", as: "root") }
        var seen: [Int] = []
        var next: String? = "/hub/admin/audit?action=drain"
        while let place = next {
            let page = try await hub.page(place, as: "root")
            seen.append(rows(page).count)
            #expect(page.body.contains(">Newest<") == place.contains("after="))
            next = page.body.firstMatch(of: /href="([^"]*)">Older</).map {
                String($0.output.1).replacing("&amp;", with: "&")
            }
            #expect(next?.contains("action=drain") != false)
        }
        #expect(seen == [50, 50, 1])
        #expect(try await hub.page("/hub/admin/audit?after=0", as: "root").status == 400)
    }
}
