import ArgumentParser
import Foundation
import HubAPI
import Support
import Synchronization

@testable import berth

/// How a command ended and what it wrote.
struct Ran {
    /// nil is well.
    let status: CommandStatus?
    let out: String
    let err: String

    var lines: [String] { out.split(separator: "\n", omittingEmptySubsequences: true).map(String.init) }
}

/// The world of a test: nothing in it leaves the process, and time passes only when something sleeps.
final class TestWorld: Sendable {
    private struct State {
        var out: [UInt8] = []
        var err = ""
        var elapsed = Duration.zero
        var opened: [String] = []
        var asked: [String] = []
        var answers: [String]
    }

    private let state: Mutex<State>
    let environment: [String: String]
    let home: String
    let isTerminal: Bool
    let input: String

    /// - Parameters:
    ///   - answers: what the person types when asked; nobody is there when there are none left.
    ///   - input: what standard input holds.
    init(
        environment: [String: String], home: String = "/nonexistent", isTerminal: Bool = false, answers: [String] = [],
        input: String = ""
    ) {
        state = Mutex(State(answers: answers))
        self.input = input
        self.environment = environment
        self.home = home
        self.isTerminal = isTerminal
    }

    var opened: [String] { state.withLock { $0.opened } }
    /// The prompts so far; secret ones end with `(secret)`.
    var asked: [String] { state.withLock { $0.asked } }

    func context(interrupted: @escaping @Sendable () async -> Bool = { await TestWorld.never() }) -> CommandContext {
        CommandContext(
            output: CommandOutput(
                resultsAreOnTerminal: isTerminal, notesAreOnTerminal: isTerminal, width: 80,
                writeBytes: { bytes in self.state.withLock { $0.out += bytes } },
                writeNote: { text in self.state.withLock { $0.err += text } }),
            environment: environment, home: home,
            now: { Date(timeIntervalSince1970: 1_795_478_400) },
            uptime: { self.state.withLock { $0.elapsed } },
            sleep: { duration in try await self.pass(duration) },
            interrupted: interrupted,
            openBrowser: { url in
                self.state.withLock { $0.opened.append(url) }
                return true
            },
            ask: { prompt, isSecret in
                self.state.withLock { state in
                    state.asked.append(prompt + (isSecret ? "(secret)" : ""))
                    return state.answers.isEmpty ? nil : state.answers.removeFirst()
                }
            },
            readInput: { self.input })
    }

    func ran(_ status: CommandStatus?) -> Ran {
        state.withLock { Ran(status: status, out: String(decoding: $0.out, as: UTF8.self), err: $0.err) }
    }

    /// Short pauses pass at once; a second is the redrawing clock's, which would never end.
    private func pass(_ duration: Duration) async throws {
        if duration >= .seconds(1) {
            _ = await Self.never()
        }
        try Task.checkCancellation()
        await Task.yield()
        state.withLock { $0.elapsed += duration }
    }

    /// Suspends until the task is cancelled.
    static func never() async -> Bool {
        let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
        for await _ in stream {}
        continuation.finish()
        return false
    }
}

/// Parses a command line and runs it.
func berth(_ arguments: [String], in world: TestWorld, context: CommandContext? = nil) async throws -> Ran {
    let parsed = try Berth.parseAsRoot(arguments)
    guard let command = parsed as? any ContextCommand else { throw StubBreak() }
    let status = await (context ?? world.context()).execute { try await command.run(in: $0) }
    return world.ran(status)
}

/// Runs a command line against a stub hub.
func berth(
    _ arguments: String..., hub: StubEngine, isTerminal: Bool = false
) async throws -> Ran {
    try await berth(arguments, in: TestWorld(hub: hub, isTerminal: isTerminal))
}

extension TestWorld {
    /// A person with a good token for a stub hub.
    convenience init(hub: StubEngine, isTerminal: Bool = false) {
        self.init(
            environment: ["BERTH_URL": hub.address, "BERTH_TOKEN": "bth_good"], isTerminal: isTerminal)
    }
}

extension StubEngine {
    /// Its base URL.
    var address: String { "http+unix://" + socketPath.replacing("/", with: "%2F") }

    /// Answers `GET /user` as ada.
    func knowsAda() {
        on("GET", "/hub/api/user") { _ in .json(Wire.me) }
    }

    func refuses(_ method: String, _ path: String, status: Int, code: String, _ message: String) {
        on(method, path) { _ in
            .json(#"{"status":\#(status),"code":"\#(code)","message":"\#(message)"}"#, status: status)
        }
    }
}

/// What a hub answers, as text.
enum Wire {
    static let me = #"""
        {"kind":"user","name":"ada","admin":true,"roles":["user","admin"],"groups":[],"server":null,"pending":null,
        "created":"2026-11-20T00:00:00.000001Z","last_activity":null,"auth_state":null,"servers":{},"user_info":null,
        "token_id":"a1","session_id":null,"scopes":["self"]}
        """#

    static func server(
        _ name: String = "", phase: String = "started", shown: String = "Running", profile: String = "small",
        clean: Bool = false, reason: String = "null", message: String = "null"
    ) -> String {
        #"""
        {"owner":"ada","name":"\#(name)","groups":["staff"],"phase":"\#(phase)","shown":"\#(shown)","since":"2026-11-23T23:55:00.000000Z",
        "generation":3,"profile":"\#(profile)","clean":\#(clean),"image":"berth/notebook:minimal",
        "image_digest":"sha256:0123","newer_image":true,
        "resources":{"cpu_reserve":0.5,"cpu":2,"memory":1073741824},"url":"/user/ada/",
        "full_url":"http://ada.localhost:8000/user/ada/","reason":\#(reason),"message":\#(message),"healthy":true,
        "container":"0123456789abcdef","node":"local"}
        """#
    }

    static func progress(_ events: [String]) -> String {
        "\n\n" + events.map { "data: \($0)\n\n" }.joined()
    }
}
