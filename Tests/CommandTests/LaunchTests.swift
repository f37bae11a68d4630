import ArgumentParser
import Support
import Testing

@testable import berth

@Suite("berth launch")
struct LaunchTests {
    private static let steps = [
        #"{"progress":5,"message":"Pulling the image"}"#, #"{"progress":65,"message":"Starting the container"}"#,
    ]
    private static let ready = #"{"progress":100,"ready":true,"message":"Server ready","url":"/user/ada/"}"#

    /// A hub where a launch is under way, and then goes as `events` say.
    private func launching(_ hub: StubEngine, events: [String]) {
        hub.knowsAda()
        hub.on("POST", "/hub/api/users/ada/server") { _ in .empty(status: 202) }
        hub.on("GET", "/hub/api/users/ada/server/progress") { _ in
            .stream(contentType: "text/event-stream") { try await $0.write(Wire.progress(events)) }
        }
        hub.on("GET", "/hub/api/servers") { _ in .json("[\(Wire.server())]") }
    }

    @Test("Shows each step for people and ends with the address alone on standard output")
    func launch() async throws {
        try await withStubEngine { hub in
            launching(hub, events: Self.steps + [Self.ready])
            let ran = try await berth(
                "launch", "--profile", "small", "--cpu", "2", "--memory", "1G", "--clean", hub: hub)
            #expect(ran.status == nil)
            #expect(ran.out == "http://ada.localhost:8000/user/ada/\n")
            #expect(ran.err.contains("  5%  "))
            #expect(ran.err.contains("Starting the container\n"))
            #expect(ran.err.contains("berth open"))
            let post = try #require(hub.calls.first { $0.method == "POST" })
            #expect(post.bodyText == #"{"clean":true,"cpu":2,"memory":1073741824,"profile":"small"}"#)
            #expect(post.header("Authorization") == "token bth_good")
        }
    }

    @Test("As JSON every step is a line on standard output, and people's messages are not in it")
    func json() async throws {
        try await withStubEngine { hub in
            launching(hub, events: Self.steps + [Self.ready])
            let ran = try await berth("launch", "--output", "json", hub: hub)
            #expect(ran.status == nil)
            #expect(ran.lines.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
            #expect(ran.lines.contains(#"{"message":"Starting the container","progress":65}"#))
            #expect(ran.lines.last?.contains(#""full_url":"http://ada.localhost:8000/user/ada/""#) == true)
            #expect(ran.lines.last?.contains(#""ready":true"#) == true)
        }
    }

    @Test("A launch that fails tells the reason, the last lines of its log and what to do, and exits with 1")
    func fails() async throws {
        try await withStubEngine { hub in
            let failed = #"{"progress":100,"failed":true,"code":"oomKilled","message":"Spawn failed: out of memory"}"#
            launching(hub, events: Self.steps + [failed])
            hub.on("GET", "/hub/api/users/ada/server/logs") { _ in .json("one\ntwo \u{1B}[31m\n") }
            let ran = try await berth("launch", hub: hub)
            #expect(ran.status == .failed)
            #expect(ran.out.isEmpty)
            #expect(ran.err.contains("Error: Spawn failed: out of memory\n"))
            #expect(ran.err.contains("  two \\u{1b}[31m\n"))
            #expect(ran.err.contains("--memory"))
        }
    }

    @Test("A launch that fails while the hub holds its answer back is told in the same way")
    func failsAtOnce() async throws {
        try await withStubEngine { hub in
            launching(hub, events: Self.steps)
            hub.refuses(
                "POST", "/hub/api/users/ada/server", status: 400, code: "imageMissing", "ada/: its image is not there")
            let ran = try await berth("launch", hub: hub)
            #expect(ran.status == .failed)
            #expect(ran.err.contains("Error: ada/: its image is not there\n"))
            #expect(ran.err.contains("scripts/image"))
        }
    }

    @Test("Interrupting the command says that the launch goes on, and stops nothing")
    func interrupted() async throws {
        try await withStubEngine { hub in
            launching(hub, events: [])
            let (asked, continuation) = AsyncStream.makeStream(of: Void.self)
            hub.on("GET", "/hub/api/users/ada/server/progress") { _ in
                .stream(contentType: "text/event-stream") {
                    continuation.yield()
                    await $0.untilClosed()
                }
            }
            let world = TestWorld(hub: hub)
            let context = world.context {
                for await _ in asked { return true }
                return false
            }
            let ran = try await berth(["launch"], in: world, context: context)
            #expect(ran.status == .interrupted)
            #expect(ran.err.contains("goes on without you"))
            #expect(!hub.calls.contains { $0.method == "DELETE" })
        }
    }

    @Test("A hub that restarts during a launch is waited for")
    func restarts() async throws {
        try await withStubEngine { hub in
            launching(hub, events: [])
            let tries = Counter()
            hub.on("GET", "/hub/api/users/ada/server/progress") { _ in
                switch tries.next() {
                case ..<3: .json(#"{"status":503,"message":"restarting"}"#, status: 503)
                default:
                    .stream(contentType: "text/event-stream") { try await $0.write(Wire.progress([Self.ready])) }
                }
            }
            let ran = try await berth("launch", hub: hub)
            #expect(ran.status == nil)
            #expect(ran.out == "http://ada.localhost:8000/user/ada/\n")
        }
    }

    @Test("A hub that stays away is given up after a minute")
    func staysAway() async throws {
        try await withStubEngine { hub in
            launching(hub, events: [])
            hub.refuses("GET", "/hub/api/users/ada/server/progress", status: 503, code: "away", "no hub")
            let ran = try await berth("launch", hub: hub)
            #expect(ran.status == .hubAway)
            #expect(ran.err.contains("no hub"))
        }
    }

    @Test("A launch that is over before it is followed ends as the server is")
    func over() async throws {
        try await withStubEngine { hub in
            launching(hub, events: [])
            hub.refuses("GET", "/hub/api/users/ada/server/progress", status: 400, code: "not_starting", "not starting")
            hub.on("GET", "/hub/api/servers") { _ in
                .json("[\(Wire.server(phase: "finished", shown: "Stopped", reason: #""cancelled""#))]")
            }
            let ran = try await berth("launch", hub: hub)
            #expect(ran.status == .failed)
            #expect(ran.err.contains("has stopped"))
        }
    }

    @Test("Launching what runs already is fine when nothing in particular is asked for, else refused")
    func runsAlready() async throws {
        try await withStubEngine { hub in
            launching(hub, events: [])
            hub.refuses(
                "POST", "/hub/api/users/ada/server", status: 400, code: "already_running", "ada/ is already running")
            let plain = try await berth("launch", hub: hub)
            #expect(plain.status == nil)
            #expect(plain.out == "http://ada.localhost:8000/user/ada/\n")
            let special = try await berth("launch", "--memory", "2G", hub: hub)
            #expect(special.status == .failed)
            #expect(special.err.contains("berth stop"))
        }
    }

    @Test(
        "Values that cannot be meant are refused before anything is asked",
        arguments: [
            ["--memory", "lots"], ["--cpu", "many"], ["--cpu", "-1"], ["--memory", "-5G"], ["--cpu", "nan"],
        ])
    func badValues(options: [String]) throws {
        #expect(throws: (any Error).self) { try Berth.parseAsRoot(["launch"] + options) }
    }

    @Test("A named server of another user is asked for by its path")
    func named() async throws {
        try await withStubEngine { hub in
            hub.on("POST", "/hub/api/users/b%20c/servers/gpu") { _ in .empty(status: 202) }
            let ran = try await berth("launch", "b c/gpu", "--no-wait", hub: hub)
            #expect(ran.status == nil)
            #expect(ran.err.contains("berth status 'b c/gpu'"))
            #expect(hub.calls.map(\.uri) == ["/hub/api/users/b%20c/servers/gpu"])
        }
    }
}
