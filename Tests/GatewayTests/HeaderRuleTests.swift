import GatewayControl
import NIOHTTP1
import Servers
import Testing

@testable import Gateway

@Suite("Headers")
struct HeaderRuleTests {
    let samples: Samples
    let rules = RequestRules(address: "192.0.2.7", id: "r1", scheme: "http", base: .none)

    init() throws { samples = try Samples() }

    @Test("A container sees neither our credentials nor what only a proxy may say")
    func toContainer() {
        let sent = head(
            .POST, "/user/ada/x?token=bth_secret&y=1",
            [
                "Cookie: berth-pass=p; _xsrf=1; __Host-berth-pass=q; BERTH-session=r",
                "Authorization: token bth_secret",
                "X-Forwarded-For: 10.9.9.9", "X-Forwarded-User: root", "Forwarded: for=x", "X-Real-IP: x",
                "X-Request-Id: forged",
                "Berth-Verdict: login", "Connection: keep-alive, X-Custom, Content-Length", "X-Custom: 1",
                "TE: trailers",
                "Upgrade: h2c", "Keep-Alive: 5", "Proxy-Authorization: x", "Expect: 100-continue", "Content-Length: 3",
            ])
        let result = rules.toContainer(sent, route: samples.route, isUpgrade: false)
        #expect(result.uri == "/user/ada/x?y=1")
        let expected = [
            "Host": "ada.localhost:8000", "Cookie": "_xsrf=1", "Content-Length": "3", "Authorization": "token jupyter",
            "X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "ada.localhost:8000",
            "X-Request-Id": "r1",
        ]
        #expect(Dictionary(result.headers.map { ($0.name, $0.value) }) { $0 + $1 } == expected)
    }

    @Test(
        "No cookie of ours hides behind a character that binds to the semicolon",
        arguments: [
            "x=\u{600}; berth-session=s", "x=1;\u{301}y=2; berth-pass=p", "berth-pass=\u{301}; x=\u{600};berth-a=b",
        ])
    func bindingCharacters(_ cookies: String) {
        let sent = head(.GET, "/user/ada/x", ["Cookie: \(cookies)"])
        let kept = rules.toContainer(sent, route: samples.route, isUpgrade: false).headers["cookie"].joined()
        #expect(kept.contains("x="))
        #expect(!kept.contains("berth-"))
        #expect(Credentials.cookies("berth-pass", in: ["Cookie": "x=\u{600}; berth-pass=p"]) == ["p"])
    }

    @Test("A chunked body stays chunked, an upgrade stays one")
    func framing() {
        let chunked = head(.PUT, "/user/ada/x", ["Transfer-Encoding: chunked"])
        #expect(
            rules.toContainer(chunked, route: samples.route, isUpgrade: false).headers["transfer-encoding"] == [
                "chunked"
            ])
        let socket = rules.toContainer(head(.GET, "/user/ada/x", webSocket), route: samples.route, isUpgrade: true)
        #expect(socket.headers["connection"] == ["Upgrade"])
        #expect(socket.headers["upgrade"] == ["websocket"])
    }

    @Test(
        "Only tokens of ours leave the query",
        arguments: [
            ("/a?token=bth_x", "/a"), ("/a?b=1&token=bth_x&c=2", "/a?b=1&c=2"), ("/a?token=mine", "/a?token=mine"),
            ("/a?%74oken=bth_x&b", "/a?b"), ("/a", "/a"), ("/a?", "/a?"),
            ("/a?token=\(String(repeating: "0a", count: 32))", "/a"),
        ])
    func queries(_ uri: String, _ expected: String) { #expect(RequestRules.withoutToken(uri) == expected) }

    @Test("serve gets cookies and tokens, the origin, the verdict, and no body with it")
    func toHub() {
        let sent = head(
            .POST, "/user/ada/x",
            ["Cookie: berth-session=r", "Content-Length: 9", "Berth-Origin: token", "Berth-Server: x"])
        let result = rules.toHub(sent, origin: .notebook, verdict: (.notRunning, samples.gpu.key)).headers
        #expect(result["cookie"] == ["berth-session=r"])
        #expect(result["content-length"] == ["0"])
        #expect(result[GatewayHeaders.origin] == ["notebook"])
        #expect(result[GatewayHeaders.verdict] == ["notRunning"])
        #expect(result[GatewayHeaders.server] == ["ada/gpu"])
        #expect(result[GatewayHeaders.address] == ["192.0.2.7"])
        #expect(!rules.toHub(sent, origin: .hub).headers.contains(name: GatewayHeaders.server))
    }

    @Test("serve is asked for paths below the base path, a container for whole ones")
    func basePath() throws {
        let rules = RequestRules(
            address: "192.0.2.7", id: "r1", scheme: "http", base: try #require(BasePath("/a/berth")))
        for (sent, hub) in [
            ("/a/berth/hub/home?x=%2F", "/hub/home?x=%2F"), ("/a/%62erth/hub/a%20b/", "/hub/a%20b/"), ("/a/berth", "/"),
        ] {
            #expect(rules.toHub(head(.GET, sent), origin: .hub).uri == hub)
            #expect(rules.toContainer(head(.GET, sent), route: samples.route, isUpgrade: false).uri == sent)
        }
    }

    @Test(
        "A container sets cookies of its own path only",
        arguments: [
            ("a=b; Path=/user/ada/", true), ("a=b; path=/user/ada", true), ("a=b; Path=/user/ada/lab", true),
            ("a=b", true),
            ("a=b; Path=/", false), ("a=b; Path=/user/ad", false), ("a=b; Path=/user/adam", false),
            ("a=b; Domain=localhost; Path=/user/ada/", false), ("a=b; domain", false),
            ("berth-pass=x; Path=/user/ada/", false),
            ("__Host-berth-pass=x; Path=/user/ada/", false), ("a=b; Path=/user/ada/; Path=/", false),
            ("=berth-pass=x", false),
            ("__HOST-BERTH-pass=x", false), ("a=b; Path=/user/%61da/", true),
            ("a=b\u{600};Path=/", false), ("a=b;\tDomain\t=localhost", false), ("a=b; Path=/\u{301}", false),
            (" =berth-pass=x", false), ("a=b\u{600}; Path=/user/ada/", true),
        ])
    func cookies(_ cookie: String, _ isGood: Bool) {
        #expect(ResponseRules.mayPass(cookie, path: samples.route.key.path) == isGood)
    }

    @Test("A container has no power over its whole origin")
    func fromContainer() {
        let sent: HTTPHeaders = [
            "Service-Worker-Allowed": "/", "Clear-Site-Data": "*", "Strict-Transport-Security": "x",
            "Connection": "close", "NEL": "{}", "Report-To": "{}", "Alt-Svc": "h3=\":1\"",
            "Set-Cookie": "a=b; Path=/", "Content-Type": "text/plain",
        ]
        let result = ResponseRules.fromContainer(sent, path: samples.route.key.path, isUpgrade: false)
        #expect(result.map(\.name) == ["Content-Type"])
    }
}
