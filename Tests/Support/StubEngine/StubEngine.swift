import Foundation
import NIOCore
import Synchronization

/// A scriptable HTTP/1.1 server on a Unix socket that takes the place of a Docker Engine in tests.
///
/// ```
/// try await withStubEngine { engine in
///     engine.on("GET", "/containers/{id}/json") { request in .json("{\"Id\":\"\(request.parameters["id"] ?? "")\"}") }
///     // … a client on engine.socketPath …
///     #expect(engine.requests.map(\.uri) == ["/_ping", "/v1.41/containers/abc/json"])
/// }
/// ```
/// It answers `GET /_ping` by itself, with `apiVersion`, and 404 to what has no route.
package final class StubEngine: Sendable {
    /// Where it listens while it runs.
    package let socketPath: String

    private struct State {
        var routes = StubRoutes()
        var requests: [StubRequest] = []
        var apiVersion: String
        /// False from a stop on: a connection that was on its way then is broken as soon as it is there.
        var isUp = false
        var listener: (any Channel)?
        var connections: [ObjectIdentifier: any Channel] = [:]
    }

    private let state: Mutex<State>
    /// Listeners on their way to the loop that serves them.
    let starts: AsyncStream<StubListener.Server>
    private let startsContinuation: AsyncStream<StubListener.Server>.Continuation

    init(socketPath: String, apiVersion: String) {
        self.socketPath = socketPath
        state = Mutex(State(apiVersion: apiVersion))
        (starts, startsContinuation) = AsyncStream.makeStream()
    }

    /// The API version it tells in its pings.
    package var apiVersion: String {
        get { state.withLock { $0.apiVersion } }
        set { state.withLock { $0.apiVersion = newValue } }
    }

    /// All requests so far, in the order in which they were whole.
    package var requests: [StubRequest] { state.withLock { $0.requests } }

    /// All requests but pings.
    package var calls: [StubRequest] { requests.filter { $0.path != "/_ping" } }

    /// How many clients are connected.
    package var openConnections: Int { state.withLock { $0.connections.count } }

    /// Scripts a route; the one added last wins.
    ///
    /// - Parameter pattern: a path without version; `{id}` matches a segment, a last `{name...}` all that follow.
    package func on(
        _ method: String, _ pattern: String, _ handler: @escaping @Sendable (StubRequest) async -> StubResponse
    ) {
        state.withLock { $0.routes.add(method, pattern, handler) }
    }

    /// Listens, again after a `stop()`.
    package func start() async throws {
        state.withLock { $0.isUp = true }
        let server = try await StubListener.bind(self)
        state.withLock { $0.listener = server.channel }
        startsContinuation.yield(server)
    }

    /// Goes away as a killed engine does: closes the socket, removes its file, breaks all connections.
    package func stop() async {
        let (listener, connections) = state.withLock { state in
            defer { state.listener = nil }
            state.isUp = false
            return (state.listener, Array(state.connections.values))
        }
        // Errors say that it was closed already.
        try? await listener?.close()
        for connection in connections { try? await connection.close() }
        try? FileManager.default.removeItem(atPath: socketPath)
    }

    func finish() { startsContinuation.finish() }
}

// MARK: What a connection asks

extension StubEngine {
    func opened(_ channel: any Channel) {
        let isUp = state.withLock { state in
            state.connections[ObjectIdentifier(channel)] = channel
            return state.isUp
        }
        if !isUp { channel.close(promise: nil) }
    }

    func closed(_ channel: any Channel) {
        state.withLock { $0.connections[ObjectIdentifier(channel)] = nil }
    }

    /// Records a request and makes up the answer.
    func answer(_ request: StubRequest) async -> StubResponse {
        let (found, version) = state.withLock { state in
            state.requests.append(request)
            return (state.routes.match(request), state.apiVersion)
        }
        if let found {
            var request = request
            request.parameters = found.parameters
            return await found.handler(request)
        }
        if request.method == "GET", request.path == "/_ping" {
            return .json("OK").with(header: "Api-Version", version)
        }
        return .message("page not found", status: 404)
    }
}

/// Runs a stub engine on a fresh short path for as long as `body` runs.
package func withStubEngine<Result>(
    apiVersion: String = "1.41", _ body: (StubEngine) async throws -> Result
) async throws -> Result {
    // Unix socket paths have at most 107 bytes, so not below a long temporary directory.
    let path = "/tmp/stub-\(UUID().uuidString.prefix(8)).sock"
    let engine = StubEngine(socketPath: path, apiVersion: apiVersion)
    return try await withThrowingDiscardingTaskGroup { group in
        group.addTask { await StubListener.serve(engine) }
        try await engine.start()
        do {
            let result = try await body(engine)
            await engine.stop()
            engine.finish()
            return result
        } catch {
            await engine.stop()
            engine.finish()
            throw error
        }
    }
}
