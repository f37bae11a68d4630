import Accounts
import Foundation
import HTTPTypes
import Mustache
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("Pages")
struct PageTests {
    private let key: ServerKey

    init() throws { key = ServerKey(owner: try UserName("ada")) }

    private func link(_ hub: TestHub, next: String? = nil) async throws -> String {
        let secret = Secret()
        try await hub.accounts.addLoginLink(
            secret.hash, user: UserName("ada"), expiresAt: hub.time.now() + .seconds(600), audit: nil)
        return "/hub/login?link=\(secret.text)" + (next.map { "&next=\($0)" } ?? "")
    }

    @Test("Every template can be read", arguments: Template.allCases)
    func templates(_ template: Template) throws {
        #expect(throws: Never.self) { try MustacheTemplate(string: template.source) }
        #expect(template == .frame || !template.source.contains("{{{"))
    }

    @Test("Every page closes itself off")
    func headers() async throws {
        let hub = try await TestHub()
        for page in [
            try await hub.page("/hub/"), try await hub.page("/hub/login", as: nil), try await hub.page("/hub/x"),
        ] {
            let policy = try #require(page.headers[.contentSecurityPolicy])
            for part in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"] {
                #expect(policy.contains(part))
            }
            #expect(!policy.contains("unsafe"))
            #expect(page.headers[.xContentTypeOptions] == "nosniff")
            #expect(page.headers[.cacheControl] == "no-store")
            #expect(page.headers[.referrerPolicy] == "same-origin")
        }
        #expect(
            try await hub.page("/hub/").headers[.contentSecurityPolicy]?.contains("http://ada.localhost:8000") == true)
    }

    @Test("A login link works once, sets the session's cookie and goes on; then it says what to do")
    func linkOnce() async throws {
        let hub = try await TestHub()
        let link = try await link(hub, next: "/hub/open/ada%3Fpath%3Dlab")
        #expect(try await hub.ask(.head, link).status != 303)
        let first = try await hub.page(link, as: nil)
        #expect(first.status == 303)
        #expect(first.location == "/hub/open/ada?path=lab")
        let cookie = try #require(first.headers[.setCookie])
        #expect(cookie.hasPrefix("berth-session="))
        for part in ["HttpOnly", "SameSite=Lax", "Path=/"] { #expect(cookie.contains(part)) }
        #expect(!cookie.contains("Domain"))
        let pair = String(cookie.prefix { $0 != ";" })
        #expect(try await hub.ask(.get, "/hub/", ["Cookie": pair, "Accept": "text/html"]).status == 200)
        let second = try await hub.page(link, as: nil)
        #expect(second.status == 403)
        #expect(second.body.contains("used already"))
        #expect(second.body.contains("berth open"))
        #expect(second.headers[.setCookie] == nil)
    }

    @Test("A login link that another site leads to logs nobody in before a click on the hub's own page")
    func foreignLink() async throws {
        let hub = try await TestHub()
        let link = try await link(hub, next: "/hub/open/ada")
        let led = try await hub.ask(.get, link, ["Accept": "text/html", "Sec-Fetch-Site": "cross-site"])
        #expect(led.status == 200)
        #expect(led.headers[.setCookie] == nil)
        #expect(led.body.contains("href=\"\(link.replacing("&", with: "&amp;"))\""))
        let clicked = try await hub.ask(.get, link, ["Accept": "text/html", "Sec-Fetch-Site": "same-origin"])
        #expect(clicked.location == "/hub/open/ada")
        #expect(clicked.headers[.setCookie]?.hasPrefix("berth-session=") == true)
    }

    @Test("Under https the cookie has the __Host- prefix and is Secure")
    func hostCookie() async throws {
        let hub = try await TestHub(https: true)
        let cookie = try #require(try await hub.page(link(hub), as: nil).headers[.setCookie])
        #expect(cookie.hasPrefix("__Host-berth-session="))
        #expect(cookie.contains("Secure"))
    }

    @Test(
        "Nobody is sent to another host, and the link is not used up by trying",
        arguments: [
            "https://evil.example", "//evil.example", "/%5Cevil.example", "/hub//evil.example", "/hub/%0d%0aX:1",
            "/hub/%5C%5Cevil", "javascript:alert(1)", "/user/ada/", "/hubevil", "%2F%2Fevil.example",
        ])
    func openRedirects(_ next: String) async throws {
        let hub = try await TestHub()
        let link = try await link(hub)
        let answer = try await hub.page(link + "&next=" + next, as: nil)
        #expect(answer.status == 400)
        #expect(answer.location == nil)
        #expect(try await hub.page(link, as: nil).status == 303)
    }

    @Test("Whoever is not logged in is sent to log in and back")
    func loginNeeded() async throws {
        let answer = try await TestHub().page("/hub/open/ada?path=lab", as: nil)
        #expect(answer.status == 303)
        #expect(answer.location == "/hub/login?next=/hub/open/ada%3Fpath%3Dlab")
    }

    static let unsafeCases: [([String: String], Int)] = [
        ([:], 403), (["Origin": "http://ada.localhost:8000"], 403), (["Origin": "null"], 403),
        (["Origin": "http://localhost:8000.evil.example"], 403), (["Sec-Fetch-Site": "same-site"], 403),
        (["Origin": "http://localhost:8000", "Sec-Fetch-Site": "cross-site"], 403),
        (["Origin": "http://localhost:8000"], 202), (["Sec-Fetch-Site": "same-origin"], 202),
    ]

    @Test("A cookie alone does nothing unsafe: the page must be the hub's own", arguments: unsafeCases)
    func crossSite(_ headers: [String: String], _ status: Int) async throws {
        let hub = try await TestHub()
        var headers = headers
        headers["Cookie"] = try await hub.cookie("ada")
        let answer = try await hub.ask(.post, "/hub/api/users/ada/server", headers)
        #expect(answer.status == status)
        #expect(try await hub.servers.servers(of: nil).isEmpty == (status == 403))
    }

    @Test("A session's cookie counts on the hub's origin only")
    func otherOrigin() async throws {
        let hub = try await TestHub()
        let answer = try await hub.ask(
            .get, "/hub/api/user", ["Cookie": hub.cookie("ada"), "Berth-Origin": "notebook"])
        #expect(answer.status == 403)
    }

    @Test(
        "Opening a running server gives a ticket for its owner's origin and its path",
        arguments: [
            (nil, "/user/ada/lab"), ("notebooks/a.ipynb?x=1", "/user/ada/lab/tree/a.ipynb?x=1"),
            ("lab/tree/a%20b.ipynb", "/user/ada/lab/tree/a%20b.ipynb"),
            ("..%2F..%2Fhub", "/user/ada/lab"), ("%2F%2Fevil.example", "/user/ada/evil.example"),
            ("lab%5C..", "/user/ada/lab"), ("%252e%252e/x", "/user/ada/lab"),
        ] as [(String?, String)])
    func ticket(_ path: String?, _ next: String) async throws {
        let hub = try await TestHub()
        try await hub.have(key, .started)
        let answer = try await hub.page("/hub/open/ada" + (path.map { "?path=\($0)" } ?? ""))
        #expect(answer.status == 303)
        #expect(answer.headers[.referrerPolicy] == "no-referrer")
        let location = try #require(answer.location)
        #expect(location.hasPrefix("http://ada.localhost:8000/.berth/enter?ticket="))
        #expect(location.removingPercentEncoding?.hasSuffix("&next=\(next)") == true)
        let text = try #require(location.split(separator: "ticket=").last?.split(separator: "&").first)
        let ticket = try #require(hub.control.seal.ticket(String(text)))
        #expect(ticket.host == "ada.localhost:8000" && ticket.server == key)
    }

    @Test("Another's server does not open: unknown to users, refused to an admin unless admins may")
    func foreign() async throws {
        for (adminAccess, status) in [(false, 403), (true, 303)] {
            let hub = try await TestHub(adminAccess: adminAccess)
            try await hub.have(key, .started)
            #expect(try await hub.page("/hub/open/ada", as: "bob").status == 403)
            #expect(try await hub.page("/hub/open/ada", as: "root").status == status)
        }
    }

    @Test("Opening a stopped server changes nothing; its form launches it and goes to its progress")
    func launch() async throws {
        let hub = try await TestHub()
        let page = try await hub.page("/hub/open/ada?path=lab/x")
        #expect(page.status == 200)
        #expect(page.body.contains(#"action="/hub/spawn/ada""#))
        #expect(try await hub.servers.servers(of: nil).isEmpty)
        let sent = try await hub.form("/hub/spawn/ada", "profile=small&cpu=&memory=2G&clean=1&path=lab%2Fx", as: "ada")
        #expect(sent.status == 303)
        #expect(sent.location == "/hub/open/ada?path=lab/x")
        #expect(try await hub.servers.server(key)?.server.spec?.resources.memory == .gibibytes(2))
        #expect(try await hub.servers.server(key)?.server.spec?.options.clean == true)
        let pending = try await hub.page("/hub/open/ada?path=lab/x")
        #expect(pending.body.contains(#"data-launch="ada/""#))
        #expect(pending.body.contains("noscript"))
        #expect(try await hub.form("/hub/stop/ada", "", as: "ada").location == "/hub/")
        #expect(try await hub.form("/hub/spawn/ada", "memory=lots", as: "bob").status != 303)
    }

    @Test("What a form cannot mean is a page that says so")
    func badForm() async throws {
        let answer = try await TestHub().form("/hub/", "memory=%3Cscript%3E", as: "ada")
        #expect(answer.status == 400)
        #expect(answer.headers[.contentType]?.hasPrefix("text/html") == true)
        #expect(!answer.body.contains("<script>"))
    }

    @Test("A failed server's page has its reason, its last lines and a way to try again, all as text")
    func failed() async throws {
        let hub = try await TestHub(profile: "<i>Small</i>")
        try await hub.have(key, .finished, reason: .crashed(exitCode: 3), message: "<script>alert(1)</script>")
        let id = try #require(try await hub.servers.server(key)).server.id
        try await hub.workspaces.keepLog(Array("one\n\u{1b}[31m<b>two</b>\n".utf8), server: id, generation: 1)
        let page = try await hub.page("/hub/open/ada")
        #expect(page.body.contains("exit code 3"))
        #expect(page.body.contains("&lt;b&gt;two&lt;/b&gt;"))
        #expect(page.body.contains("&lt;i&gt;Small"))
        #expect(!page.body.contains("<script>alert") && !page.body.contains("\u{1b}"))
        #expect(page.body.contains(#"action="/hub/spawn/ada""#))
        let home = try await hub.page("/hub/")
        #expect(home.body.contains("Failed"))
        #expect(!home.body.contains("<script>alert") && !home.body.contains("<i>"))
    }

    @Test("Logging out ends the session for good")
    func logout() async throws {
        let hub = try await TestHub()
        let cookie = try await hub.cookie("ada")
        let answer = try await hub.ask(.post, "/hub/logout", ["Cookie": cookie, "Origin": "http://localhost:8000"])
        #expect(answer.location == "/hub/login")
        #expect(answer.headers[.setCookie]?.contains("Max-Age=0") == true)
        #expect(try await hub.ask(.get, "/hub/api/user", ["Cookie": cookie]).status == 403)
    }

    @Test("A link to log out asks first, and changes nothing")
    func logoutLink() async throws {
        let hub = try await TestHub()
        let cookie = try await hub.cookie("ada")
        let page = try await hub.ask(.get, "/hub/logout", ["Cookie": cookie, "Accept": "text/html"])
        #expect(page.status == 200 && page.body.contains("Log out?"))
        #expect(try await hub.ask(.get, "/hub/api/user", ["Cookie": cookie]).status == 200)
        #expect(
            try await hub.ask(.get, "/hub/logout", ["Accept": "text/html"]).location == "/hub/login?next=/hub/logout")
    }

    @Test("A page of another site cannot take the session's cookie away")
    func foreignLogout() async throws {
        let answer = try await TestHub().ask(
            .post, "/hub/logout", ["Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"])
        #expect(answer.location == "/hub/login")
        #expect(answer.headers[.setCookie] == nil)
    }

    @Test("Old addresses lead on", arguments: [("/hub/home", "/hub/"), ("/hub/spawn", "/hub/")])
    func aliases(_ path: String, _ location: String) async throws {
        #expect(try await TestHub().page(path).location == location)
    }

    @Test("Style and scripts are served", arguments: [("berth.css", "text/css"), ("progress.js", "text/javascript")])
    func files(_ name: String, _ type: String) async throws {
        let answer = try await TestHub().ask(.get, "/hub/static/\(name)")
        #expect(answer.status == 200)
        #expect(answer.headers[.contentType]?.hasPrefix(type) == true)
    }
}
