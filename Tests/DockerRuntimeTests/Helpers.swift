import DockerEngine
import Logging
import Servers
import Support
import Synchronization

@testable import DockerRuntime

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

let testInstance = InstanceID("testtest")

/// The digest that plans of these tests name.
let testImage = ImageDigest("sha256:" + String(repeating: "1", count: 64))

/// Runs `body` with an engine's client that is shut down after it.
func withClient<Result>(
    _ socketPath: String, timeouts: EngineTimeouts = EngineTimeouts(), _ body: (EngineClient) async throws -> Result
) async throws -> Result {
    // A machine that builds something else at the same time answers late, and that is no fault of the engine's.
    var timeouts = timeouts
    timeouts.ping = max(timeouts.ping, .seconds(10))
    let client = EngineClient(socketPath: socketPath, timeouts: timeouts, logger: quiet)
    do {
        let result = try await body(client)
        await client.shutdown()
        return result
    } catch {
        await client.shutdown()
        throw error
    }
}

/// Runs `body` with a runtime on a stub engine that has the servers' network, by default without the host's firewall.
func withStubRuntime(
    isolation: DockerRuntimeSettings.Isolation = .off, reach: DockerRuntimeSettings.Reach = .auto,
    socketPath: String? = nil,
    _ body: (DockerRuntime, StubEngine) async throws -> Void
) async throws {
    let settings = DockerRuntimeSettings(instance: testInstance, reach: reach, isolation: isolation)
    try await withStubEngine { engine in
        engine.on("GET", "/networks/{id}") { request in
            request.parameters["id"] == "berth-testtest"
                ? .json(networkAnswer()) : .message("no such network", status: 404)
        }
        try await withClient(engine.socketPath) { client in
            let runtime = DockerRuntime(
                engine: client, socketPath: socketPath ?? engine.socketPath, instance: testInstance, settings: settings,
                logger: quiet)
            try await body(runtime, engine)
        }
    }
}

func networkAnswer(gateway: String = "203.0.113.1", apart: String = "false", interface: String = "br-testtest")
    -> String
{
    """
    {"Id":"net1","Name":"berth-testtest","Driver":"bridge","IPAM":{"Config":[{"Gateway":"\(gateway)"}]},
     "Options":{"com.docker.network.bridge.name":"\(interface)","com.docker.network.bridge.enable_icc":"\(apart)"}}
    """
}

/// An inspected container as the engine answers it.
func inspection(
    _ id: String, instance: String = "testtest", server: String = "aaaaaaaaaaaa", generation: String = "1",
    state: String = #""Status":"running","Running":true,"StartedAt":"2026-01-02T03:04:05.678901234Z""#,
    host: String = "{}", network: String = #"{"Networks":{"berth-testtest":{"IPAddress":"172.28.0.7"}}}"#
) -> String {
    """
    {"Id":"\(id)","Name":"/berth-testtest-\(server)-\(generation)","Image":"\(testImage)","State":{\(state)},
     "Config":{"Labels":{"berth.instance":"\(instance)","berth.server":"\(server)","berth.generation":"\(generation)"}},
     "HostConfig":\(host),"NetworkSettings":\(network)}
    """
}

/// The runtime's error that `body` throws; nil when it throws none.
func failure(_ body: () async throws(RuntimeError) -> Void) async -> RuntimeError? {
    do {
        try await body()
        return nil
    } catch {
        return error
    }
}

/// Counts how many are at something at once.
final class Load: Sendable {
    private let state = Mutex((now: 0, most: 0, done: 0))

    var most: Int { state.withLock { $0.most } }
    var done: Int { state.withLock { $0.done } }

    /// Is at it for so many turns of the scheduler.
    func carry(_ turns: Int) async {
        state.withLock { state in
            state.now += 1
            state.most = max(state.most, state.now)
        }
        for _ in 0..<turns { await Task.yield() }
        state.withLock { state in
            state.now -= 1
            state.done += 1
        }
    }
}
