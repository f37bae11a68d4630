import Foundation
import HubAPI
import Support
import Testing

@testable import berth

@Suite("Logging in and out on the command line")
struct LoginCommandTests {
    /// A home directory, and a hub that knows Ada's password.
    private func withHub(_ body: @Sendable (StubEngine, String) async throws -> Void) async throws {
        let home = NSTemporaryDirectory() + "/berth-home-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: home) }
        try await withStubEngine { hub in
            script(hub)
            try await body(hub, home)
        }
    }

    private func script(_ hub: StubEngine) {
        hub.on("GET", "/hub/api") { _ in .json(#"{"version":"6.1.1"}"#).with(header: "X-Berth-Version", "1.0") }
        hub.on("POST", "/hub/api/users/ada/tokens") { request in
            String(decoding: request.body, as: UTF8.self).contains(#""auth":{"password":"right","username":"ada"}"#)
                ? .json(Self.token, status: 201)
                : .json(#"{"status":403,"code":"bad_login","message":"User name or password is wrong"}"#, status: 403)
        }
        hub.knowsAda()
    }

    private static let token = #"""
        {"user":"ada","id":"a7","kind":"api_token","roles":[],"scopes":[],"created":"2026-11-20T00:00:00.000001Z",
        "last_activity":null,"expires_at":null,"note":"","session_id":null,"oauth_client":null,"token":"bth_new"}
        """#

    private func file(_ home: String) throws -> HubCredentials.File? {
        try HubCredentials.File.read(home + "/.config/berth/credentials.json")?.file
    }

    @Test("Name and password are asked for, and the token is kept for its owner's eyes only")
    func login() async throws {
        try await withHub { hub, home in
            let world = TestWorld(environment: [:], home: home, answers: ["ada", "right"])
            let ran = try await berth(["login", hub.address], in: world)
            #expect(ran.status == nil, "\(ran.err)")
            #expect(world.asked.count == 2 && world.asked[1] == "Password of ada: (secret)")
            #expect(try file(home) == HubCredentials.File(url: hub.address, token: "bth_new"))
            let path = home + "/.config/berth/credentials.json"
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
            #expect(mode?.intValue == 0o600)
            #expect(!ran.out.contains("bth_new") && !ran.err.contains("bth_new") && !ran.err.contains("right"))
        }
    }

    @Test("A wrong password, no terminal and a hub that is another program are told apart, and nothing is kept")
    func refused() async throws {
        try await withHub { hub, home in
            try await withStubEngine { other in
                other.on("GET", "/hub/api") { _ in .json(#"{"version":"5.0.0"}"#) }
                let cases: [(StubEngine, [String], CommandStatus, String)] = [
                    (hub, ["ada", "wrong"], .notAllowed, "berth user password"),
                    (hub, [], .notAllowed, "--token-stdin"), (other, ["ada", "right"], .hubAway, "not Berth"),
                ]
                for (asked, answers, status, said) in cases {
                    let world = TestWorld(environment: [:], home: home, answers: answers)
                    let ran = try await berth(["login", asked.address], in: world)
                    #expect(ran.status == status)
                    #expect(ran.err.contains(said), "\(ran.err)")
                    #expect(try file(home) == nil)
                }
            }
        }
    }

    @Test("A password is never typed for plain HTTP to another machine")
    func exposed() async throws {
        let world = TestWorld(environment: [:], answers: ["ada", "right"])
        let ran = try await berth(["login", "http://hub.example.com"], in: world)
        #expect(ran.status == .failed)
        #expect(world.asked.isEmpty)
        #expect(ran.err.contains("ssh -L"))
    }

    @Test("Tokens of several hubs are kept, each for its own; the last login is asked by default")
    func severalHubs() throws {
        var file = HubCredentials.File()
        file.keep("one", for: "https://a.example")
        file.keep("two", for: "https://b.example")
        file.keep("three", for: "https://b.example")
        #expect(file.url == "https://b.example")
        #expect(file.token(for: "https://a.example/") == "one")
        #expect(file.token(for: "https://b.example") == "three")
        #expect(file.token(for: "https://evil.example") == nil)
        file.forget("https://b.example")
        #expect(file.token(for: "https://b.example") == nil)
        #expect(file.token(for: "https://a.example") == "one")
        file.keep("four", for: "https://a.example")
        #expect(file == HubCredentials.File(url: "https://a.example", token: "four"))
    }

    @Test("A token from standard input is tried before it is kept")
    func tokenStdin() async throws {
        try await withHub { hub, home in
            let world = TestWorld(environment: [:], home: home, input: "bth_given")
            let ran = try await berth(["login", hub.address, "--token-stdin"], in: world)
            #expect(ran.status == nil, "\(ran.err)")
            #expect(try file(home)?.token == "bth_given")
            hub.refuses("GET", "/hub/api/user", status: 403, code: "no_credentials", "Missing or invalid credentials.")
            let again = TestWorld(environment: [:], home: home, input: "bth_bad")
            #expect(try await berth(["login", hub.address, "--token-stdin"], in: again).status == .notAllowed)
            #expect(try file(home)?.token == "bth_given")
        }
    }

    @Test("Logging out revokes the kept token and forgets it, and one that is no good any more, too")
    func logout() async throws {
        try await withHub { hub, home in
            hub.on("DELETE", "/hub/api/users/ada/tokens/a1") { _ in .empty() }
            let path = home + "/.config/berth/credentials.json"
            for count in 1...2 {
                try HubCredentials.File(url: hub.address, token: "bth_kept").write(to: path)
                let ran = try await berth(["logout"], in: TestWorld(environment: [:], home: home))
                #expect(ran.status == nil, "\(ran.err)")
                #expect(try file(home)?.token == nil)
                #expect(hub.calls.count { $0.method == "DELETE" } == 1)
                if count == 1 {
                    hub.refuses("GET", "/hub/api/user", status: 403, code: "no_credentials", "No")
                }
            }
            let none = try await berth(["logout"], in: TestWorld(environment: ["BERTH_URL": hub.address], home: home))
            #expect(none.status == .notAllowed)
        }
    }
}
