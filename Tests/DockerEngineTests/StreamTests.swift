import DockerEngine
import Support
import Testing

@Suite("Streams")
struct StreamTests {
    @Test("Events come one by one, with what we don't know kept")
    func events() async throws {
        try await withStub { client, engine in
            engine.on("GET", "/events") { _ in
                .stream { writer in
                    try await writer.write(event("start", time: 5) + "\n" + event("exec_create: sh").prefix(9))
                    try await writer.write(event("exec_create: sh").dropFirst(9) + "\n")
                }
            }
            var seen: [EngineEvent] = []
            let events = try await client.events(since: 1_500_000_000, filters: Filters().with("type", "container"))
            for try await event in events { seen.append(event) }
            #expect(seen.map(\.action.rawValue) == ["start", "exec_create: sh"])
            #expect(seen.first?.timeNano == 5 && seen.first?.actor.attributes == ["name": "n"])
            #expect(
                engine.calls.first?.uri
                    == "/v1.41/events?since=1.500000000&filters=%7B%22type%22%3A%5B%22container%22%5D%7D")
        }
    }

    @Test("Cancelling the task ends the stream and closes its socket")
    func cancellation() async throws {
        try await withStub { client, engine in
            let gone = Signal()
            engine.on("GET", "/events") { _ in Self.endless(then: gone) }
            let error = await failureOfCancelling { first in
                for try await _ in try await client.events() { first.fire() }
            }
            #expect(error is CancellationError)
            await gone.wait()
        }
    }

    @Test("Leaving the loop closes the socket")
    func leaving() async throws {
        try await withStub { client, engine in
            let gone = Signal()
            engine.on("GET", "/events") { _ in Self.endless(then: gone) }
            for try await _ in try await client.events() { break }
            await gone.wait()
        }
    }

    @Test("A stream that is never read closes its socket when it is dropped")
    func dropped() async throws {
        try await withStub { client, engine in
            let gone = Signal()
            engine.on("GET", "/events") { _ in Self.endless(then: gone) }
            _ = try await client.events()
            await gone.wait()
        }
    }

    @Test("Shutting the client down ends what is under way")
    func shutdown() async throws {
        try await withStub { client, engine in
            engine.on("GET", "/events") { _ in Self.endless(then: Signal()) }
            let error = await failure(
                of: { first in
                    for try await _ in try await client.events() { first.fire() }
                }, after: { await client.shutdown() })
            #expect((error as? EngineError)?.label == "unreachable")
        }
    }

    @Test("Forty open streams take no connection from short calls")
    func noStarvation() async throws {
        try await withStub { client, engine in
            engine.on("GET", "/events") { _ in Self.endless(then: Signal()) }
            engine.on("GET", "/containers/json") { _ in .json("[]") }
            var streams: [EngineStream<EngineEvent>] = []
            for _ in 0..<40 { streams.append(try await client.events()) }
            #expect(engine.openConnections >= 40)
            #expect(try await client.listContainers().isEmpty)
            try await client.ping()
            #expect(streams.count == 40)
        }
    }

    @Test("What is not read is not sent: a slow reader holds the writer back, and loses nothing")
    func backPressure() async throws {
        let piece = frame(1, [UInt8](repeating: 120, count: 65_528))
        let pieces = 512
        try await withStub { client, engine in
            let written = Counter()
            engine.on("POST", "/exec/{id}/start") { _ in
                .stream(contentType: "application/vnd.docker.raw-stream", framing: .untilClose) { writer in
                    for _ in 0..<pieces {
                        try await writer.write(piece)
                        written.add(piece.count)
                    }
                }
            }
            var read = 0
            for try await chunk in try await client.startExec(Exec(id: "e", tty: false)) {
                if read == 0 {
                    // Time enough to send it all, were it not held back.
                    for _ in 0..<300 { try await client.ping() }
                    #expect(written.value < pieces * piece.count / 4)
                }
                read += chunk.bytes.count
            }
            #expect(read == pieces * 65_528)
        }
    }

    private static func endless(then gone: Signal) -> StubResponse {
        .stream { writer in
            // However it learns that the client has gone: a write that fails, or the end of the wait.
            defer { gone.fire() }
            try await writer.write(event("start") + "\n")
            await writer.untilClosed()
        }
    }
}
