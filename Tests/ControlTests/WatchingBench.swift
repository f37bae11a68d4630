import DockerEngine
import DockerRuntime
import Foundation
import JupyterServer
import Logging
import Servers
import Support
import Testing

@testable import Control

/// Where the stub engine listens; nil when this is no benchmark.
private let stubSocket = ProcessInfo.processInfo.environment["BERTH_BENCH_SOCKET"]

/// What it costs to look at many servers. `scripts/bench/watching` runs it, against a stub in a process of its own, so that
/// the processor time is ours alone. Not a test: it checks nothing but that everybody was looked at.
@Suite("The cost of watching", .serialized, .enabled(if: stubSocket != nil))
struct WatchingBench {
    private static let port = ProcessInfo.processInfo.environment["BERTH_BENCH_PORT"].flatMap { Int($0) } ?? 0
    private static let seconds = 15

    /// Processor time of this process.
    private static var spent: Duration {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// At once, whatever standard output is.
    private static func say(_ text: String) { FileHandle.standardOutput.write(Data("bench: \(text)\n".utf8)) }

    /// With a runtime on the stub and a Jupyter client, both shut down afterwards.
    private func withReal(_ body: @Sendable (DockerRuntime, JupyterClient) async throws -> Void) async throws {
        let engine = EngineClient(socketPath: try #require(stubSocket), logger: World.quiet)
        let runtime = DockerRuntime(
            engine: engine, instance: InstanceID("testtest"),
            settings: DockerRuntimeSettings(instance: InstanceID("testtest"), reach: .auto, isolation: .off),
            logger: World.quiet)
        let jupyter = JupyterClient()
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body(runtime, jupyter)) } catch { outcome = .failure(error) }
        await engine.shutdown()
        await jupyter.shutdown()
        try outcome.get()
    }

    @Test("A sample with the label remembered, and with the label looked at each time")
    func label() async throws {
        try await withReal { runtime, _ in
            var costs: [Duration] = []
            // An id that is not a full one is looked at each time.
            for id in [String(repeating: "a", count: 64), "a"] {
                for _ in 0..<50 { _ = try await runtime.usage(of: ContainerID(id)) }
                let before = Self.spent
                for _ in 0..<1000 { _ = try await runtime.usage(of: ContainerID(id)) }
                costs.append((Self.spent - before) / 1000)
            }
            let ratio = (costs[1] / costs[0] * 100).rounded() / 100
            Self.say("label: remembered \(costs[0]), looked at each time \(costs[1]), ratio \(ratio)")
        }
    }

    @Test("Servers watched by the real watchers", arguments: [10, 100, 1000, 10_000])
    func watching(count: Int) async throws {
        try await withReal { runtime, jupyter in
            let world = try World(real: (runtime, jupyter, RealTime()))
            for number in 0..<count {
                let id = String(number, radix: 16)
                try await world.started(
                    "u\(number)", container: ContainerID(String(repeating: "0", count: 64 - id.count) + id),
                    endpoint: Endpoint(host: "127.0.0.1", port: Self.port))
            }
            try await tell("usage", count) { try await UsageWatcher(world.control, logger: World.quiet).run() }
            try await tell("activity", count) {
                let store = MemoryActivityStore()
                try await ActivityWatcher(world.control, store: store, logger: World.quiet).run()
            }
            let known = try await world.servers.unfinished().count { world.control.usage.usage(of: $0) != nil }
            Self.say("usage: \(known) of \(count) read in \(Self.seconds) s")
            #expect(known > 0)
        }
    }

    /// Lets a watcher run for a while, and tells what it cost.
    private func tell(_ name: String, _ count: Int, _ watch: @escaping @Sendable () async throws -> Void) async throws {
        let before = Self.spent
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await watch() }
            group.addTask { try await Task.sleep(for: .seconds(Self.seconds)) }
            try await group.next()
            group.cancelAll()
        }
        let share = (Self.spent - before) / .seconds(Self.seconds) * 100
        Self.say("\(name): \(count) servers, \((share * 100).rounded() / 100) % of a core")
    }
}

private struct RealTime: TimeSource {
    func now() -> Timestamp { Timestamp(Date()) }
    func uptime() -> Uptime { Uptime(boot: "", microseconds: now().microseconds) }
    func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }
}
