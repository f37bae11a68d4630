import ArgumentParser
import Support
import Testing

@testable import berth

@Suite("Commands")
struct CommandTests {
    @Test("stop asks until the server has stopped")
    func stop() async throws {
        try await withStubEngine { hub in
            hub.knowsAda()
            let calls = Counter()
            hub.on("DELETE", "/hub/api/users/ada/server") { _ in .empty(status: calls.next() < 3 ? 202 : 204) }
            let ran = try await berth("stop", hub: hub)
            #expect(ran.status == nil)
            #expect(ran.err.hasSuffix("ada/ is stopped.\n"))
            #expect(hub.calls.filter { $0.method == "DELETE" }.count == 3)
        }
    }

    @Test("stop --no-wait asks once")
    func stopNoWait() async throws {
        try await withStubEngine { hub in
            hub.on("DELETE", "/hub/api/users/eve/server") { _ in .empty(status: 202) }
            let ran = try await berth("stop", "--user", "eve", "--no-wait", hub: hub)
            #expect(ran.err == "eve/ is stopping.\n")
            #expect(hub.calls.count { $0.method == "DELETE" } == 1)
        }
    }

    @Test("logs go unchanged into a pipe, and made safe onto a terminal", arguments: [false, true])
    func logs(isTerminal: Bool) async throws {
        try await withStubEngine { hub in
            hub.knowsAda()
            hub.on("GET", "/hub/api/users/ada/server/logs") { _ in
                .stream(contentType: "text/plain") { writer in
                    try await writer.write("one\u{1B}[31m\n")
                    try await writer.write([0xC3])
                    try await writer.write([0xA9, 0x0A])
                }
            }
            let ran = try await berth("logs", "-f", "--tail", "5", hub: hub, isTerminal: isTerminal)
            #expect(ran.out == (isTerminal ? "one\\u{1b}[31m\né\n" : "one\u{1B}[31m\né\n"))
            #expect(hub.calls.last?.query == ["follow": "1", "tail": "5"])
        }
    }

    @Test("open prints a login link that leads to the file, and hands it to the browser")
    func open() async throws {
        try await withStubEngine { hub in
            hub.knowsAda()
            hub.on("POST", "/hub/api/users/ada/login-link") { _ in
                .json(#"{"url":"http://localhost:8000/hub/login?link=x"}"#, status: 201)
            }
            let world = TestWorld(hub: hub)
            let ran = try await berth(["open", "--path", "notebooks/my file.ipynb"], in: world)
            #expect(ran.out == "http://localhost:8000/hub/login?link=x\n")
            #expect(world.opened == ["http://localhost:8000/hub/login?link=x"])
            #expect(hub.calls.last?.bodyText == #"{"next":"/hub/open/ada?path=notebooks/my%20file.ipynb"}"#)
            let quiet = TestWorld(hub: hub)
            _ = try await berth(["open", "--print"], in: quiet)
            #expect(quiet.opened.isEmpty)
        }
    }

    @Test("Nothing but a web address is handed to the desktop", arguments: ["file:///etc/passwd", "-x", "http://a\nb"])
    func notALink(link: String) {
        #expect(!OpenCommand.isWebAddress(link))
    }

    @Test("token create prints the secret alone, and sends seconds and scopes")
    func tokenCreate() async throws {
        try await withStubEngine { hub in
            hub.knowsAda()
            hub.on("POST", "/hub/api/users/ada/tokens") { _ in
                .json(
                    #"""
                    {"user":"ada","id":"a7","kind":"api_token","roles":[],"scopes":["servers"],"note":"ci",
                    "created":"2026-11-24T00:00:00.000000Z","expires_at":"2026-11-25T00:00:00.000000Z","token":"bth_new"}
                    """#, status: 201)
            }
            let ran = try await berth(
                "token", "create", "--note", "ci", "--expires-in", "1d", "--scopes", "servers, read:users", hub: hub)
            #expect(ran.out == "bth_new\n")
            #expect(ran.err.contains("expires in 1 d"))
            #expect(hub.calls.last?.bodyText == #"{"expires_in":86400,"note":"ci","scopes":["servers","read:users"]}"#)
        }
    }

    @Test("token revoke of one that is not there exits with 4")
    func tokenRevoke() async throws {
        try await withStubEngine { hub in
            hub.knowsAda()
            hub.refuses("DELETE", "/hub/api/users/ada/tokens/zz", status: 404, code: "not_found", "No such token: zz")
            let ran = try await berth("token", "revoke", "zz", hub: hub)
            #expect(ran.status == .notFound)
        }
    }

    @Test("user add makes an admin only when asked, and says how they get in")
    func userAdd() async throws {
        try await withStubEngine { hub in
            hub.on("POST", "/hub/api/users/{name}") { _ in .json(Wire.me, status: 201) }
            let ran = try await berth("user", "add", "ada", hub: hub)
            #expect(ran.out == "ada\n")
            #expect(ran.err.contains("berth user password 'ada'"))
            #expect(hub.calls.last?.bodyText == "{}")
            _ = try await berth("user", "add", "ada", "--admin", hub: hub)
            #expect(hub.calls.last?.bodyText == #"{"admin":true}"#)
        }
    }

    @Test("A name of dots stays one segment of the path")
    func dots() async throws {
        try await withStubEngine { hub in
            hub.refuses("POST", "/hub/api/users/{name}", status: 400, code: "bad_value", "user: not a name")
            let ran = try await berth("user", "add", "../x", hub: hub)
            #expect(ran.status == .failed)
            #expect(hub.calls.map(\.uri) == ["/hub/api/users/..%2Fx"])
        }
    }

    @Test(
        "Wrong usage is ArgumentParser's 64", arguments: [["nosuch"], ["logs", "--tail", "-1"], ["ls", "-o", "xml"]])
    func usage(arguments: [String]) {
        do {
            _ = try Berth.parseAsRoot(arguments)
            Issue.record("\(arguments) was accepted")
        } catch {
            #expect(Berth.exitCode(for: error).rawValue == 64)
        }
    }

    @Test("version tells its own even when no hub answers")
    func version() async throws {
        let world = TestWorld(environment: ["BERTH_URL": "http://127.0.0.1:1"])
        let ran = try await berth(["version"], in: world)
        #expect(ran.status == nil)
        #expect(ran.lines == ["berth \(BerthVersion.text)", "hub   no answer (http://127.0.0.1:1)"])
    }
}
