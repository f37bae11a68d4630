import Foundation
import Support
import Testing

@testable import berth

@Suite("What servers use, in the command line", .timeLimit(.minutes(1)))
struct TopTests {
    /// A running server of ada's with so many MiB, and cores if known.
    private static func server(_ name: String, memory: Int64, cpu: String) -> String {
        let usage =
            #""usage":{"memory":\#(memory << 20),"cpu":\#(cpu),"pids":12,"peak_memory":\#(900 << 20),"at":"2026-11-23T23:50:00Z"}"#
        return Wire.server(name).dropLast() + ",\(usage)}"
    }

    private func withServers(_ body: (StubEngine) async throws -> Void) async throws {
        try await withStubEngine { hub in
            hub.knowsAda()
            hub.on("GET", "/hub/api/servers") { _ in
                let servers = [
                    Self.server("a", memory: 100, cpu: "1.504"), Self.server("b", memory: 512, cpu: "null"),
                    Wire.server("new"), Wire.server("over", phase: "finished", shown: "Stopped"),
                ]
                return .json("[\(servers.joined(separator: ","))]")
            }
            try await body(hub)
        }
    }

    @Test("Running servers come with what they use beside what they may use, the largest first")
    func table() async throws {
        try await withServers { hub in
            let ran = try await berth("top", hub: hub)
            #expect(ran.status == nil)
            #expect(ran.lines[0] == "3 servers, 1.5 cores and 612 MiB in use")
            #expect(ran.lines[1] == "SERVER    CPU       MEMORY            MEM %   PEAK      PIDS   PROFILE")
            #expect(ran.lines[2] == "ada/b     - / 2     512 MiB / 1 GiB   50      900 MiB   12     small")
            #expect(ran.lines[3] == "ada/a     1.5 / 2   100 MiB / 1 GiB   10      900 MiB   12     small")
            #expect(ran.lines[4] == "ada/new   - / 2     - / 1 GiB         -       -         -      small")
            #expect(ran.lines.count == 5)
            #expect(hub.calls.last?.query == ["owner": "ada", "limit": "1000"])
        }
    }

    @Test(
        "They are sorted by what is asked for, what is not known last",
        arguments: [
            ("cpu", ["ada/a", "ada/b", "ada/new"]), ("name", ["ada/a", "ada/b", "ada/new"]),
            ("memory", ["ada/b", "ada/a", "ada/new"]),
        ])
    func sorted(by word: String, expected: [String]) async throws {
        try await withServers { hub in
            let ran = try await berth("top", "--all", "--sort", word, hub: hub)
            #expect(ran.lines.dropFirst(2).map { String($0.prefix { $0 != " " }) } == expected)
            #expect(hub.calls.map(\.uri) == ["/hub/api/servers?limit=1000"])
        }
    }

    @Test("On a terminal it is drawn on a screen of its own until Ctrl-C, which leaves the terminal as it was")
    func live() async throws {
        try await withServers { hub in
            let world = TestWorld(hub: hub, isTerminal: true)
            let context = world.context(interrupted: {
                while !world.ran(nil).out.contains("in use"), !Task.isCancelled { await Task.yield() }
                return true
            })
            let ran = try await berth(["top"], in: world, context: context)
            #expect(ran.status == nil)
            #expect(ran.out.hasPrefix("\u{1B}[?1049h") && ran.out.hasSuffix("\u{1B}[?1049l"))
        }
    }

    @Test("A hub that goes away ends it with its own exit code, and the terminal as it was")
    func away() async throws {
        try await withStubEngine { hub in
            hub.knowsAda()
            hub.on("GET", "/hub/api/servers") { _ in .close }
            let ran = try await berth("top", hub: hub, isTerminal: true)
            #expect(ran.status != nil && ran.out.hasSuffix("\u{1B}[?1049l"))
        }
    }

    @Test("As JSON each server is a line, again and again until it is interrupted")
    func lines() async throws {
        try await withServers { hub in
            let world = TestWorld(hub: hub)
            let context = world.context(interrupted: {
                while !world.ran(nil).out.contains("\n"), !Task.isCancelled { await Task.yield() }
                return true
            })
            let ran = try await berth(["top", "--output", "json"], in: world, context: context)
            for line in ran.lines {
                let server = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                #expect(server?["owner"] as? String == "ada")
            }
            #expect(ran.lines.count == 3)
        }
    }

    @Test("No running server is a hint for people")
    func none() async throws {
        try await withStubEngine { hub in
            hub.knowsAda()
            hub.on("GET", "/hub/api/servers") { _ in .json("[]") }
            let ran = try await berth("top", "--once", hub: hub)
            #expect(ran.out.isEmpty && ran.err.contains("berth launch"))
        }
    }

    @Test("What does not fit on the screen is counted")
    func cut() {
        let world = TestWorld(environment: [:], isTerminal: true)
        var output = world.context().output
        output.height = 4
        LiveScreen(output: output, isShown: true).draw((1...9).map { "line \($0)" })
        let drawn = world.ran(nil).out
        #expect(drawn.contains("line 2") && !drawn.contains("line 3") && drawn.contains("… 7 more"))
    }
}
