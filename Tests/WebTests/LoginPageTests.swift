import Accounts
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("Logging in, and the account page")
struct LoginPageTests {
    private let password = "correct horse battery"
    private let own = [
        "Origin": "http://localhost:8000", "Content-Type": "application/x-www-form-urlencoded",
        "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    ]

    private func hub() async throws -> TestHub {
        let hub = try await TestHub()
        let hash = try await hub.control.passwords.hash(password)
        _ = try await hub.accounts.setPassword(
            hash, of: UserName("ada"), keeping: nil, at: hub.time.now(), audit: nil)
        return hub
    }

    private func login(
        _ hub: TestHub, _ fields: String, _ headers: [String: String] = [:]
    ) async throws -> Answer {
        try await hub.ask(.post, "/hub/login", own.merging(headers) { $1 }, body: fields)
    }

    @Test("The right password starts a session that says which browser it is, and goes on")
    func right() async throws {
        let hub = try await hub()
        let answer = try await login(
            hub, "username=Ada&password=correct+horse+battery&next=%2Fhub%2Fopen%2Fada",
            ["Berth-Client-Address": "10.0.0.7"])
        #expect(answer.status == 303)
        #expect(answer.location == "/hub/open/ada")
        let pair = try #require(answer.headers[.setCookie]).prefix { $0 != ";" }
        #expect(try await hub.ask(.get, "/hub/", ["Cookie": String(pair)]).status == 200)
        let session = try #require(try await hub.accounts.sessions(of: UserName("ada")).first)
        #expect(session.browser == "Firefox on Linux" && session.address == "10.0.0.7")
        let page = try await hub.page("/hub/login", as: nil)
        #expect(page.headers[.contentSecurityPolicy]?.contains("http://*.localhost:8000") == true)
    }

    @Test("A wrong one shows the form again, the same for unknown names, and nothing is echoed as HTML")
    func wrong() async throws {
        let hub = try await hub()
        let wrong = try await login(hub, "username=ada&password=wrong&next=%2Fhub%2Fopen%2Fada")
        let unknown = try await login(hub, "username=eve&password=wrong&next=%2Fhub%2Fopen%2Fada")
        #expect(wrong.status == 403 && unknown.status == 403)
        #expect(wrong.body.replacing("\"ada\"", with: "\"eve\"") == unknown.body)
        #expect(wrong.body.matches(of: /aria-invalid="true"[^>]* aria-describedby="problem"/).count == 2)
        #expect(wrong.body.contains("wrong") && wrong.body.contains(#"value="/hub/open/ada""#))
        #expect(wrong.headers[.setCookie] == nil)
        let hostile = try await login(hub, "username=%22%3E%3Cscript%3E&password=wrong")
        #expect(!hostile.body.contains("<script>"))
    }

    @Test(
        "A form of another site logs nobody in, even with the right password",
        arguments: [
            ["Origin": "https://evil.example"], ["Origin": "null"], ["Origin": "http://ada.localhost:8000"],
            ["Sec-Fetch-Site": "cross-site"], ["Berth-Origin": "notebook"],
        ])
    func loginCrossSite(_ headers: [String: String]) async throws {
        let hub = try await hub()
        let answer = try await login(hub, "username=ada&password=correct+horse+battery", headers)
        #expect(answer.status == 403)
        #expect(answer.headers[.setCookie] == nil)
        #expect(try await hub.accounts.sessions(of: UserName("ada")).isEmpty)
    }

    @Test("Too many tries are 429 and say when to come back; nobody is sent off the hub")
    func tooMany() async throws {
        let hub = try await hub()
        for _ in 0..<5 { _ = try await login(hub, "username=ada&password=wrong") }
        #expect(try await login(hub, "username=ada&password=wrong").status == 429)
        let api = try await hub.ask(
            .post, "/hub/api/users/ada/tokens", [:], body: #"{"auth":{"username":"ada","password":"x"}}"#)
        #expect(api.status == 429)
        #expect(api.headers[.retryAfter] == "30")
        #expect(try await login(hub, "username=bob&password=x&next=%2F%2Fevil.example").status == 400)
    }

    @Test("A token is made by name and password in the body, as JupyterHub's clients do")
    func tokenByPassword() async throws {
        let hub = try await hub()
        let path = "/hub/api/users/ada/tokens"
        let made = try await hub.ask(
            .post, path, ["Content-Type": "text/plain"],
            body: #"{"auth":{"username":"ada","password":"\#(password)"},"note":"editor"}"#)
        #expect(made.status == 201)
        guard case .string(let secret)? = try made.json()["token"] else { return }
        #expect(try await hub.ask(.get, "/hub/api/user", ["Authorization": "token \(secret)"]).status == 200)
        for body in [#"{"auth":{"username":"ada","password":"x"}}"#, #"{"auth":{}}"#, #"{"auth":null}"#] {
            #expect(try await hub.ask(.post, path, [:], body: body).status == 403)
        }
        let other = #"{"auth":{"username":"ada","password":"\#(password)"}}"#
        #expect(try await hub.ask(.post, "/hub/api/users/bob/tokens", [:], body: other).status == 404)
    }

    @Test("The account page changes the password and keeps this session only")
    func changePassword() async throws {
        let hub = try await hub()
        let cookie = try await hub.cookie("ada")
        _ = try await hub.cookie("ada")
        func send(_ fields: String) async throws -> Answer {
            try await hub.ask(.post, "/hub/account/password", own.merging(["Cookie": cookie]) { $1 }, body: fields)
        }
        let wrong = try await send("current=wrong&password=another+password&again=another+password")
        #expect(wrong.status == 403 && wrong.body.contains(/id="bad-current"[^>]*>The present password is wrong</))
        let differs = try await send("current=correct+horse+battery&password=another+password&again=other")
        #expect(differs.status == 400 && differs.body.contains(/id="bad-again"[^>]*>[^<]*not the same/))
        let short = try await send("current=correct+horse+battery&password=short&again=short")
        #expect(short.status == 400 && short.body.contains(/id="bad-password"[^>]*>Expected at least 10 characters</))
        #expect(
            short.body.contains("aria-describedby=\"rule bad-password\"") && !short.body.contains("value=\"short\""))
        let done = try await send("current=correct+horse+battery&password=another+password&again=another+password")
        #expect(done.location == "/hub/account?done=password")
        #expect(try await hub.accounts.sessions(of: UserName("ada")).count == 1)
        #expect(try await hub.ask(.get, "/hub/account", ["Cookie": cookie]).body.contains("this one"))
    }

    @Test("A session is ended from the page, and all of them at once with the tokens")
    func sessions() async throws {
        let hub = try await hub()
        let (cookie, other) = (try await hub.cookie("ada"), try await hub.cookie("ada"))
        let list = try await hub.ask(.get, "/hub/api/users/ada/sessions", ["Cookie": other])
        guard case .array(let items) = try list.json(),
            let current = items.first(where: { $0["current"] == true }), case .string(let id)? = current["id"]
        else {
            Issue.record("no current session: \(list.body)")
            return
        }
        #expect(items.count == 2)
        let headers = own.merging(["Cookie": cookie]) { $1 }
        #expect(try await hub.ask(.post, "/hub/account/sessions/\(id)", headers).status == 303)
        #expect(try await hub.ask(.get, "/hub/api/user", ["Cookie": other]).status == 403)
        #expect(try await hub.api(.delete, "/users/ada/sessions/\(id)").status == 404)
        #expect(try await hub.api(.get, "/users/ada/sessions", as: "bob").status == 404)
        let out = try await hub.ask(.post, "/hub/account/logout", headers, body: "tokens=1")
        #expect(out.headers[.setCookie]?.contains("Max-Age=0") == true)
        #expect(try await hub.ask(.get, "/hub/api/user", ["Cookie": cookie]).status == 403)
        #expect(try await hub.accounts.tokens(of: UserName("ada")).isEmpty)
    }

    @Test("A password is one's own to choose over the API, and an admin's to have made")
    func passwordAPI() async throws {
        let hub = try await hub()
        let path = "/users/ada/password"
        #expect(try await hub.api(.post, path, body: #"{"password":"another password"}"#).status == 403)
        let body = #"{"password":"another password","current":"\#(password)"}"#
        #expect(try await hub.api(.post, path, as: "root", body: body).status == 403)
        #expect(try await hub.api(.post, path, body: #"{"password":"short"}"#).status == 400)
        #expect(try await hub.api(.post, path, body: body).status == 204)
        #expect(try await hub.api(.post, path).status == 403)
        let made = try await hub.api(.post, path, as: "root")
        #expect(made.status == 200)
        guard case .string(let given)? = try made.json()["password"] else { return }
        #expect(try await login(hub, "username=ada&password=\(given)").status == 303)
    }

    @Test(
        "A browser is named as people name it",
        arguments: [
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.4 Safari/605.1.15",
                "Safari on macOS"
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0",
                "Edge on Windows"
            ),
            (
                "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36",
                "Chrome on Android"
            ),
            ("python-requests/2.32", "python-requests"), ("", nil),
        ] as [(String, String?)])
    func browsers(_ agent: String, _ name: String?) { #expect(BrowserName.summary(agent) == name) }
}
