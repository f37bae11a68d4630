import ArgumentParser
import Support
import Testing

@testable import berth

@Suite("Commands that would lose what a server computes")
struct BusyCheckTests {
    private static let busy = #"""
        {"known":true,"problem":null,"kernels":[{"id":"k","name":"python3","path":"work/\u001b[31mtrain.ipynb","state":"busy",
        "busy":true,"last_activity":"2026-11-23T23:57:00.000000Z","connections":1},{"id":"i","name":"ir","path":"idle.ipynb",
        "state":"idle","busy":false,"last_activity":null,"connections":0}]}
        """#

    /// Runs a command against a hub whose server tells `kernels`; the stops that it asked for.
    private func run(_ kernels: String, _ arguments: [String], answers: [String] = []) async throws -> (Ran, Int) {
        try await withStubEngine { hub in
            hub.knowsAda()
            hub.on("GET", "/hub/api/users/ada/servers/gpu/kernels") { _ in .json(kernels) }
            hub.on("DELETE", "/hub/api/users/ada/servers/gpu") { _ in .empty() }
            let environment = ["BERTH_URL": hub.address, "BERTH_TOKEN": "bth_good"]
            let ran = try await berth(arguments, in: TestWorld(environment: environment, answers: answers))
            return (ran, hub.calls.count { $0.method == "DELETE" })
        }
    }

    @Test("Without a terminal it fails with 5, names what is busy and since when, and says --force")
    func nobody() async throws {
        for command in ["stop", "rm"] {
            let (ran, stops) = try await run(Self.busy, [command, "gpu"])
            #expect(ran.status == .busy)
            #expect(stops == 0)
            #expect(ran.err.contains("train.ipynb (python3), last heard of 3 min ago"))
            #expect(!ran.err.contains("\u{1B}") && !ran.err.contains("idle.ipynb"))
            #expect(ran.err.contains("--force"))
        }
    }

    @Test("At a terminal it asks, and only a yes goes on", arguments: [("y", 1), ("YES ", 1), ("", 0), ("no", 0)])
    func asked(_ answer: String, _ stops: Int) async throws {
        let (ran, stopped) = try await run(Self.busy, ["stop", "gpu"], answers: [answer])
        #expect(stopped == stops)
        #expect(ran.status == (stops == 1 ? nil : .busy))
    }

    @Test("With --force, nothing busy, or nothing known it goes on without a question")
    func unasked() async throws {
        let idle = #"{"known":true,"problem":null,"kernels":[]}"#
        let unknown = #"{"known":false,"problem":"no answer in time","kernels":[]}"#
        for (kernels, arguments) in [
            (Self.busy, ["stop", "gpu", "--force"]), (idle, ["stop", "gpu"]), (unknown, ["stop", "gpu"]),
        ] {
            let (ran, stops) = try await run(kernels, arguments)
            #expect(ran.status == nil && stops == 1)
        }
        let (ran, _) = try await run(unknown, ["stop", "gpu"])
        #expect(ran.err.contains("could not be found out: no answer in time"))
    }
}
