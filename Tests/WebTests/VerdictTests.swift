import Accounts
import GatewayControl
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("What the gateway did not send to a container")
struct VerdictTests {
    private static let navigation = "text/html,application/xhtml+xml,*/*"

    private func ask(
        _ hub: TestHub, _ verdict: Verdict, _ path: String = "/user/ada/lab", server: String? = "ada/",
        accept: String = navigation, _ method: HTTPRequest.Method = .get
    ) async throws -> Answer {
        var headers = ["Berth-Verdict": verdict.rawValue, "Berth-Origin": "notebook", "Accept": accept]
        headers["Berth-Server"] = server
        return try await hub.ask(method, path, headers)
    }

    static let fixedCases: [(Verdict, Int, String)] = [
        (.forbidden, 403, "forbidden"), (.unreachable, 502, "unreachable"), (.badTicket, 403, "bad_ticket"),
        (.crossOrigin, 403, "cross_origin"),
    ]

    @Test("A verdict is a page for people and JSON for programs", arguments: fixedCases)
    func fixed(_ verdict: Verdict, _ status: Int, _ code: String) async throws {
        let hub = try await TestHub()
        let page = try await ask(hub, verdict)
        #expect(page.status == status)
        #expect(page.headers[.contentType]?.hasPrefix("text/html") == true)
        for program in [
            try await ask(hub, verdict, accept: "application/json"),
            try await ask(hub, verdict, "/user/ada/api/kernels"),
            try await ask(hub, verdict, accept: Self.navigation, .post),
        ] {
            #expect(program.status == status)
            #expect(try program.code() == .string(code))
        }
    }

    @Test("A browser without a credential goes to the hub and keeps its way; a program gets 403")
    func login() async throws {
        let hub = try await TestHub()
        let page = try await ask(hub, .login, "/user/ada/lab/tree/a%20b.ipynb?x=1&y=2")
        #expect(page.status == 302)
        #expect(
            page.location == "http://localhost:8000/hub/open/ada?path=lab/tree/a%2520b.ipynb%3Fx%3D1%26y%3D2")
        let named = try await ask(hub, .login, "/user/ada/gpu/lab", server: "ada/gpu")
        #expect(named.location == "http://localhost:8000/hub/open/ada/gpu?path=lab")
        for program in [
            try await ask(hub, .login, accept: "*/*"), try await ask(hub, .login, accept: "application/json"),
            try await ask(hub, .login, accept: Self.navigation, .post), try await ask(hub, .login, server: nil),
            try await ask(hub, .login, server: "../"),
        ] {
            #expect(program.status == 403)
            #expect(try program.code() == "no_credentials")
        }
    }

    @Test("A stopped server is 424 with the way to launch it", arguments: [false, true])
    func stopped(_ launchedBefore: Bool) async throws {
        let hub = try await TestHub()
        if launchedBefore {
            try await hub.have(ServerKey(owner: UserName("ada")), .finished, reason: .stoppedByUser)
        }
        let page = try await ask(hub, .notRunning)
        #expect(page.status == 424)
        #expect(page.body.contains("http://localhost:8000/hub/open/ada?path=lab"))
        #expect(page.headers[.refresh] == "0; url=http://localhost:8000/hub/open/ada?path=lab")
        let program = try await ask(hub, .notRunning, "/user/ada/api/status", accept: "*/*")
        #expect(program.status == 424)
        #expect(program.headers[.refresh] == nil)
        #expect(try program.code() == "not_running")
        #expect(
            try program.json()["message"]
                == .string(
                    "JupyterHub server no longer running at /user/ada/api/status. "
                        + "Restart the server at http://localhost:8000/hub/open/ada?path=api/status"))
    }

    @Test("A starting server sends a browser to its progress and a program away for two seconds")
    func starting() async throws {
        let hub = try await TestHub()
        try await hub.have(ServerKey(owner: UserName("ada")), .startInitiated)
        let page = try await ask(hub, .notRunning)
        #expect(page.status == 302)
        #expect(page.location == "http://localhost:8000/hub/open/ada?path=lab")
        let program = try await ask(hub, .notRunning, accept: "application/json")
        #expect(program.status == 503)
        #expect(program.headers[.retryAfter] == "2")
    }

    @Test("A server whose route is not known yet is 503 and loads again")
    func almost() async throws {
        let hub = try await TestHub()
        try await hub.have(ServerKey(owner: UserName("ada")), .started)
        let page = try await ask(hub, .notRunning)
        #expect(page.status == 503)
        #expect(page.headers[.refresh] == "1")
    }

    @Test("An unknown user or server is 404", arguments: ["nobody/", "ada/gpu", "", "<b>/"])
    func unknown(_ server: String) async throws {
        let hub = try await TestHub()
        #expect(try await ask(hub, .notRunning, server: server).status == 404)
        #expect(try await ask(hub, .notRunning, server: server, accept: "application/json").status == 404)
    }

    @Test("A hostile path is text on a page")
    func hostilePath() async throws {
        let page = try await ask(TestHub(), .unreachable, "/user/ada/<script>alert(1)</script>?\"><b>")
        #expect(!page.body.contains("<script>alert"))
        #expect(!page.body.contains("<b>"))
    }
}
