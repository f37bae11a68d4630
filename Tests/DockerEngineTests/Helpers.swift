import DockerEngine
import Logging
import Support
import Synchronization

/// Runs `body` with a stub engine and a client of it.
func withStub(
    apiVersion: String = "1.41", timeouts: EngineTimeouts = EngineTimeouts(),
    _ body: (EngineClient, StubEngine) async throws -> Void
) async throws {
    try await withStubEngine(apiVersion: apiVersion) { engine in
        try await withClient(socketPath: engine.socketPath, timeouts: timeouts) { try await body($0, engine) }
    }
}

/// Runs `body` with a client that is shut down after it.
func withClient(
    socketPath: String, timeouts: EngineTimeouts = EngineTimeouts(), _ body: (EngineClient) async throws -> Void
) async throws {
    // A machine that builds something else at the same time answers late, and that is no fault of the engine's.
    var timeouts = timeouts
    timeouts.ping = max(timeouts.ping, .seconds(10))
    let client = EngineClient(socketPath: socketPath, timeouts: timeouts, logger: Logger(label: "test"))
    do {
        try await body(client)
    } catch {
        await client.shutdown()
        throw error
    }
    await client.shutdown()
}

/// The error that `body` throws, or nil.
func failure(of body: () async throws -> Void) async -> (any Error)? {
    do {
        try await body()
        return nil
    } catch {
        return error
    }
}

/// The error that `body` throws when, once it has fired the signal it is given, `act` is done; nil when it throws none.
func failure(
    of body: @escaping @Sendable (Signal) async throws -> Void, after act: @escaping @Sendable () async -> Void
) async -> (any Error)? {
    let signal = Signal()
    async let failure = failure { try await body(signal) }
    await signal.wait()
    await act()
    return await failure
}

/// The error that `body` throws when its task is cancelled once it has fired the signal it is given.
func failureOfCancelling(_ body: @escaping @Sendable (Signal) async throws -> Void) async -> (any Error)? {
    await withTaskGroup(of: (any Error)?.self) { group in
        let signal = Signal()
        group.addTask { await failure { try await body(signal) } }
        await signal.wait()
        group.cancelAll()
        return await group.next() ?? nil
    }
}

/// Something that happens once, and can be waited for.
struct Signal: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1)) }

    func fire() { continuation.yield() }

    /// Returns when it has happened, or the task is cancelled.
    func wait() async {
        for await _ in stream { return }
    }
}

/// A number that several tasks add to.
final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func add(_ more: Int) { count.withLock { $0 += more } }
}

/// A frame as the engine multiplexes output: 1 is stdout, 2 stderr.
func frame(_ stream: UInt8, _ payload: [UInt8]) -> [UInt8] {
    let length = UInt32(payload.count)
    let head = [stream, 0, 0, 0] + (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) }
    return head + payload
}

/// Bytes as the sequence of one piece that uploads take.
func upload(_ pieces: [UInt8]...) -> AsyncThrowingStream<[UInt8], any Error> {
    AsyncThrowingStream { continuation in
        for piece in pieces { continuation.yield(piece) }
        continuation.finish()
    }
}
