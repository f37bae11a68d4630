import Accounts
import GatewayControl
import NIOHTTP1
import Servers
import Testing

@testable import Gateway

@Suite("Admission")
struct AdmissionTests {
    let samples: Samples
    let hub = "localhost:8000"

    init() throws { samples = try Samples() }

    private func decide(_ head: HTTPRequestHead, _ knowledge: Knowledge? = nil, at now: Timestamp? = nil) -> Decision {
        Admission(origins: samples.origins, knowledge: knowledge ?? samples.knowledge, now: now ?? samples.now)
            .decide(arrived(head))
    }

    private var cookie: String { "Cookie: a=b; berth-pass=\(samples.pass())" }
    private var ada: ServerKey { samples.route.key }

    private func status(_ decision: Decision) -> UInt? {
        if case .reject(let rejection) = decision { rejection.status } else { nil }
    }

    @Test("An unknown host is refused with both settings and the host named")
    func unknownHost() throws {
        guard case .reject(let rejection) = decide(head(.GET, "/hub/", host: "evil.example")) else {
            Issue.record("not refused")
            return
        }
        #expect(rejection.status == 421)
        for part in ["evil.example", "hub_url", "notebook_url", "http://localhost:8000"] {
            #expect(rejection.message.contains(part))
        }
    }

    @Test(
        "Hosts are told apart exactly",
        arguments: ["localhost:8001", "x.y.localhost:8000", ".localhost:8000", "localhost"])
    func strangers(_ host: String) { #expect(status(decide(head(.GET, "/", host: host))) == 421) }

    @Test("The hub's name with another port is told how a tunnel must be")
    func tunnel() {
        for (host, isTold) in [("localhost:9000", true), ("LOCALHOST:1", true), ("evil.example:9000", false)] {
            guard case .reject(let rejection) = decide(head(.GET, "/", host: host)) else {
                Issue.record("not refused")
                return
            }
            #expect(rejection.message.contains("ssh -L 8000:localhost:8000") == isTold)
        }
    }

    @Test("A request needs exactly one host")
    func hostCount() {
        #expect(status(decide(head(.GET, "/", host: nil))) == 400)
        #expect(status(decide(head(.GET, "/", host: hub, ["Host: \(hub)"]))) == 400)
    }

    @Test(
        "Ambiguous paths are refused",
        arguments: [
            "/user/ada/a%2fb", "/user/ada/a%2Fb", "/user/ada/../bob/", "/user/ada/%2e%2e/x", "/user//ada/",
            "/user/ada/a%5cb", "/user/ada/a\\b", "/user/ada/%00", "http://ada.localhost:8000/user/ada/", "*",
            "/user/ada/%zz", "/user/ada/./x", "//user/ada/",
        ])
    func paths(_ path: String) { #expect(status(decide(head(.GET, path, [cookie]))) == 400) }

    @Test("The hub's origin sends hub requests to serve and its root to the hub")
    func hubOrigin() {
        #expect(decide(head(.GET, "/", host: hub)) == .redirect(to: "/hub/"))
        #expect(decide(head(.POST, "/hub/api/users", host: hub)) == .hub(.hub))
        #expect(decide(head(.GET, "/hub/home", host: "LOCALHOST:8000")) == .hub(.hub))
        #expect(decide(head(.GET, "/hub/api/user", host: hub, ["Authorization: token bth_x"])) == .hub(.token))
        #expect(status(decide(head(.GET, "/hubby", host: hub))) == 404)
    }

    @Test("A notebook origin has no hub, but for programs with a token")
    func hubElsewhere() {
        #expect(decide(head(.GET, "/hub/home?a=1")) == .redirect(to: "http://localhost:8000/hub/home?a=1"))
        #expect(status(decide(head(.POST, "/hub/api/users"))) == 403)
        #expect(decide(head(.POST, "/hub/api/users", ["Authorization: Bearer bth_x"])) == .hub(.token))
        #expect(status(decide(head(.POST, "/hub/login", ["Authorization: Bearer bth_x"]))) == 403)
        #expect(decide(head(.GET, "/")) == .redirect(to: "http://localhost:8000/hub/"))
        #expect(decide(head(.GET, "/", [cookie])) == .redirect(to: "/user/ada/"))
    }

    @Test("A pass opens its owner's servers at its own host")
    func pass() {
        #expect(decide(head(.GET, "/user/ada/lab", [cookie])) == .proxy(samples.route, samples.access()))
        #expect(decide(head(.GET, "/user/ada/gpu/lab", [cookie])) == .proxy(samples.gpu, samples.access()))
        #expect(decide(head(.GET, "/user/ada/api/x", [cookie])) == .proxy(samples.route, samples.access()))
        #expect(decide(head(.GET, "/user/ada?x=1", [cookie])) == .redirect(to: "/user/ada/?x=1"))
    }

    @Test("A named server that does not run is no part of the default one, which does")
    func stoppedName() throws {
        let unrouted = ServerKey(owner: samples.ada, name: try ServerName("cold"))
        var knowledge = samples.knowledge
        _ = knowledge.attach(samples.state(names: [unrouted]))
        _ = knowledge.withdraw(samples.gpu.key)
        for (path, key) in [("gpu", samples.gpu.key), ("cold", unrouted)] {
            let admission = Admission(origins: samples.origins, knowledge: knowledge, now: samples.now)
            let decision = admission.decide(arrived(head(.GET, "/user/ada/\(path)/lab", [cookie])))
            #expect(decision == .verdict(.notRunning, key, .notebook))
        }
    }

    @Test("A pass that is not for here and now counts for nothing")
    func badPasses() throws {
        let passes = [
            samples.pass(owner: samples.bob), samples.pass(host: "bob.localhost:8000"), samples.pass(seconds: 0),
            "junk",
            samples.seal.seal(samples.ticket()), "",
        ]
        for pass in passes {
            #expect(
                decide(head(.GET, "/user/ada/", ["Cookie: berth-pass=\(pass)"])) == .verdict(.login, ada, .notebook))
        }
        let forBob = head(.GET, "/user/bob/", [cookie])
        #expect(decide(forBob) == .verdict(.login, ServerKey(owner: samples.bob), .notebook))
        #expect(decide(head(.GET, "/user/ada/", host: hub, [cookie])) == .verdict(.login, ada, .hub))
        #expect(
            decide(head(.GET, "/user/ada/", host: "bob.localhost:8000", [cookie])) == .verdict(.login, ada, .notebook))
    }

    @Test("A cookie that another host planted does not hide the good one")
    func plantedCookie() {
        let cookies = "Cookie: berth-pass=junk; berth-pass=\(samples.pass())"
        #expect(decide(head(.GET, "/user/ada/", [cookies])) == .proxy(samples.route, samples.access()))
    }

    @Test("Revoking a session ends its pass")
    func revoked() {
        var knowledge = samples.knowledge
        _ = knowledge.revoke(.session(SessionID("session")))
        #expect(decide(head(.GET, "/user/ada/", [cookie]), knowledge) == .verdict(.login, ada, .notebook))
    }

    @Test("Before serve has told anything, servers are waited for")
    func notReady() {
        let empty = Knowledge(startedAt: samples.now)
        #expect(decide(head(.GET, "/user/ada/", [cookie]), empty) == .notReady)
        #expect(decide(head(.GET, "/.berth/enter?ticket=x"), empty) == .notReady)
        #expect(decide(head(.GET, "/hub/", host: hub), empty) == .hub(.hub))
    }

    @Test("Without a route the verdict is that it is not running")
    func notRunning() {
        var knowledge = samples.knowledge
        _ = knowledge.withdraw(ada)
        #expect(decide(head(.GET, "/user/ada/", [cookie]), knowledge) == .verdict(.notRunning, ada, .notebook))
    }

    @Test("A token is asked about, then counts by its scopes, on any host")
    func tokens() throws {
        let request = head(.GET, "/user/ada/api", host: hub, ["Authorization: token bth_adas"])
        #expect(decide(request) == .askToken(samples.secret.hash))
        let cases: [(TokenGrant?, Decision)] = [
            (samples.grant(), .proxy(samples.route, samples.access(by: true))),
            (samples.grant(of: samples.bob), .verdict(.forbidden, ada, .token)),
            (samples.grant(scopes: [Scope(.servers)]), .verdict(.forbidden, ada, .token)),
            (
                samples.grant(scopes: [Scope(.accessServers, .server(ada))]),
                .proxy(samples.route, samples.access(by: true))
            ),
            (nil, .verdict(.forbidden, ada, .token)),
        ]
        for (grant, expected) in cases {
            var knowledge = samples.knowledge
            knowledge.remember(grant, for: samples.secret.hash, at: samples.now)
            #expect(decide(request, knowledge) == expected)
            #expect(decide(request, knowledge, at: samples.now + .seconds(61)) == .askToken(samples.secret.hash))
            _ = knowledge.revoke(.token(TokenID("a1")))
            #expect(decide(request, knowledge) != .proxy(samples.route, samples.access(by: true)))
        }
    }

    @Test("A token in the query counts on WebSockets only")
    func queryToken() {
        let uri = "/user/ada/api/kernels/1/channels?session_id=1&token=bth_adas"
        #expect(decide(head(.GET, uri, webSocket)) == .askToken(samples.secret.hash))
        #expect(decide(head(.GET, uri)) == .verdict(.login, ada, .notebook))
    }

    @Test("Jupyter's own token is none of ours: the cookie counts")
    func jupyterToken() {
        let lines = [cookie, "Authorization: token 0123abcd"]
        #expect(decide(head(.GET, "/user/ada/api", lines)) == .proxy(samples.route, samples.access()))
    }

    @Test("A pass lets no other origin's page act")
    func crossOrigin() {
        let own = "Origin: http://ada.localhost:8000"
        let navigation = ["Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document", "Sec-Fetch-Site: cross-site"]
        let cases: [(HTTPMethod, [String], Bool)] = [
            (.POST, [own], true), (.POST, [], false), (.POST, ["Origin: null"], false),
            (.POST, ["Origin: http://localhost:8000"], false), (.POST, ["Sec-Fetch-Site: same-origin"], true),
            (.POST, [own, "Sec-Fetch-Site: cross-site"], false), (.DELETE, ["Sec-Fetch-Site: same-site"], false),
            (.GET, [], true), (.GET, ["Sec-Fetch-Site: same-origin"], true), (.GET, ["Sec-Fetch-Site: none"], true),
            (.GET, ["Sec-Fetch-Site: same-site"], false), (.GET, navigation, true), (.POST, navigation, false),
            (.GET, ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"], false),
            (.GET, webSocket, false), (.GET, webSocket + [own], true),
            (.GET, webSocket + ["Origin: http://bob.localhost:8000"], false),
            (.GET, webSocket + ["Origin: https://ada.localhost:8000"], false),
            (.GET, webSocket + navigation, false),
        ]
        for (method, lines, allowed) in cases {
            let decision = decide(head(method, "/user/ada/api", [cookie] + lines))
            let expected =
                allowed ? Decision.proxy(samples.route, samples.access()) : .verdict(.crossOrigin, ada, .notebook)
            #expect(decision == expected, "\(method) \(lines)")
        }
    }

    @Test("Below a base path everything is there, and nothing beside it")
    func basePath() throws {
        let origins = try Origins(hubURL: "http://localhost:8000/berth", notebookURL: samples.origins.notebookTemplate)
        let knowledge = samples.knowledge
        let decide = { Admission(origins: origins, knowledge: knowledge, now: samples.now).decide(arrived($0)) }
        #expect(decide(head(.GET, "/berth/hub/home", host: hub)) == .hub(.hub))
        #expect(decide(head(.GET, "/berth/user/ada/lab", [cookie])) == .proxy(samples.route, samples.access()))
        #expect(decide(head(.GET, "/berth/user/ada?x=1", [cookie])) == .redirect(to: "/berth/user/ada/?x=1"))
        #expect(decide(head(.GET, "/berth/hub?x=1", host: hub)) == .redirect(to: "/berth/hub/?x=1"))
        for root in ["/", "/berth", "/berth/"] {
            #expect(decide(head(.GET, root, host: hub)) == .redirect(to: "/berth/hub/"))
        }
        #expect(decide(head(.GET, "/berth/", [cookie])) == .redirect(to: "/berth/user/ada/"))
        #expect(decide(head(.GET, "/berth/hub/a?b=c")) == .redirect(to: "http://localhost:8000/berth/hub/a?b=c"))
        #expect(decide(head(.GET, "/berth/.berth/enter?ticket=t.a.b")) == .enter(ticket: "t.a.b", next: nil))
        for beside in ["/hub/home", "/user/ada/lab", "/berthx/hub/", "/Berth/hub/", "/.berth/enter?ticket=t.a.b"] {
            #expect(status(decide(head(.GET, beside, host: hub))) == 404)
        }
        #expect(Entry.destination("/berth/user/ada/lab", ticket: samples.ticket(), origins) == "/berth/user/ada/lab")
        #expect(Entry.destination("/user/ada/lab", ticket: samples.ticket(), origins) == "/berth/user/ada/")
        #expect(Entry.cookie("p", seconds: 1, origins).contains("; Path=/berth/;"))
    }

    @Test("What came in the clear, where https is spoken, is sent there or refused")
    func insecure() throws {
        let origins = try Origins(hubURL: "https://localhost:8000", notebookURL: "https://{user}.localhost:8000")
        let admission = Admission(origins: origins, knowledge: samples.knowledge, now: samples.now)
        func decide(_ head: HTTPRequestHead) -> Decision { admission.decide(arrived(head, isPlain: true)) }
        #expect(decide(head(.GET, "/hub/home?a=b", host: hub)) == .redirect(to: "https://localhost:8000/hub/home?a=b"))
        #expect(status(decide(head(.POST, "/hub/login", host: hub))) == 403)
        #expect(status(decide(head(.GET, "/user/ada/api/kernels/1/channels", webSocket))) == 403)
        #expect(status(decide(head(.GET, "/", host: "evil.example"))) == 421)
        #expect(admission.decide(arrived(head(.GET, "/hub/home", host: hub), isPlain: false)) == .hub(.hub))
    }

    @Test("Entering and leaving are of notebook origins only")
    func own() {
        #expect(
            decide(head(.GET, "/.berth/enter?ticket=t.a.b&next=%2Fuser%2Fada%2Flab"))
                == .enter(ticket: "t.a.b", next: "/user/ada/lab"))
        #expect(status(decide(head(.GET, "/.berth/enter?ticket=x", host: hub))) == 404)
        #expect(decide(head(.POST, "/.berth/leave", ["Origin: http://ada.localhost:8000"])) == .leave)
        #expect(
            decide(head(.POST, "/.berth/leave", ["Origin: http://bob.localhost:8000"]))
                == .verdict(.crossOrigin, nil, .notebook))
    }
}
