import Support
import Testing

@testable import berth

@Suite("What goes wrong, as people read it")
struct ErrorTextTests {
    @Test(
        "A refusal says what happened and what to do, and has its exit code",
        arguments: [
            (403, "invalid_token", "Missing or invalid credentials.", CommandStatus.notAllowed, "BERTH_TOKEN"),
            (403, "missing_scope", "requires any of [servers]", .notAllowed, "ask an admin"),
            (404, "not_found", "No access to resources or resources not found", .notFound, "berth ls"),
            (409, "launch_conflict", "it is starting with other options", .failed, "berth status"),
            (424, "not_running", "it is stopped", .notFound, "berth launch"),
            (429, "quota", "too many", .failed, "berth ls"),
            (400, "ceiling", "memory: at most 4 GiB", .failed, "berth profiles"),
            (500, "internal_error", "request 12", .failed, "log"),
            (503, "engine_away", "the engine does not answer", .hubAway, "berth doctor"),
        ])
    func refusals(status: Int, code: String, message: String, exit: CommandStatus, advice: String) async throws {
        try await withStubEngine { hub in
            hub.refuses("GET", "/hub/api/profiles", status: status, code: code, message)
            let ran = try await berth("profiles", hub: hub)
            #expect(ran.status == exit)
            #expect(ran.out.isEmpty)
            #expect(ran.err.contains("Error: The hub says: \(message)\n"))
            #expect(ran.err.contains(advice))
        }
    }

    @Test("A hub that is away is told from one that refuses")
    func away() async throws {
        let world = TestWorld(environment: ["BERTH_URL": "http+unix://%2Ftmp%2Fno-such.sock", "BERTH_TOKEN": "t"])
        let ran = try await berth(["ls"], in: world)
        #expect(ran.status == .hubAway)
        #expect(ran.err.contains("can't be reached"))
        #expect(ran.err.contains("berth doctor"))
    }

    @Test("A port where nothing listens is told as that")
    func refused() async throws {
        let world = TestWorld(environment: ["BERTH_URL": "http://127.0.0.1:1", "BERTH_TOKEN": "t"])
        let ran = try await berth(["ls"], in: world)
        #expect(ran.status == .hubAway)
        #expect(ran.err.contains("nothing listens there"))
    }

    @Test("Without a token nothing is asked, and the message says where one belongs")
    func noToken() async throws {
        try await withStubEngine { hub in
            let world = TestWorld(environment: ["BERTH_URL": hub.address], home: "/home/ada")
            let ran = try await berth(["ls"], in: world)
            #expect(ran.status == .notAllowed)
            #expect(ran.err.contains("/home/ada/.config/berth/credentials.json"))
            #expect(hub.calls.isEmpty)
        }
    }

    @Test("An answer that is no hub's is told as that, however it looks")
    func nonsense() async throws {
        try await withStubEngine { hub in
            hub.on("GET", "/hub/api/profiles") { _ in .json("<html>") }
            let ran = try await berth("profiles", hub: hub)
            #expect(ran.status == .hubAway)
            #expect(ran.err.contains("not a Berth hub"))
        }
    }

    @Test("A message of the hub cannot draw on the terminal")
    func hostile() async throws {
        try await withStubEngine { hub in
            hub.refuses("GET", "/hub/api/profiles", status: 400, code: "x", #"\u001b[2J\nError: fake"#)
            let ran = try await berth("profiles", hub: hub, isTerminal: true)
            #expect(ran.err == "Error: The hub says: \\u{1b}[2J\\nError: fake\n")
        }
    }

    @Test("A connection that breaks off is not taken for an answer")
    func breaksOff() async throws {
        try await withStubEngine { hub in
            hub.on("GET", "/hub/api/profiles") { _ in .close }
            let ran = try await berth("profiles", hub: hub)
            #expect(ran.status == .hubAway)
        }
    }
}
