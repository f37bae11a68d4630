import DockerEngine
import Support
import Testing

@Suite("An engine that is away, hangs or breaks off")
struct FaultTests {
    @Test("A socket that is not there is said to be missing, without waiting")
    func missingSocket() async throws {
        try await withClient(socketPath: "/tmp/no-such-engine.sock") { client in
            // A wait for the socket would end in a timeout instead.
            let error = await failure { try await client.ping() }
            #expect(error as? EngineError == .unreachable(reason: "there is no socket at /tmp/no-such-engine.sock"))
        }
    }

    @Test("An engine that never answers times out, in the time of the call's class")
    func hang() async throws {
        try await withStub(timeouts: quick) { client, engine in
            engine.on("GET", "/containers/{id}/json") { _ in .hang }
            let error = await failure { _ = try await client.inspectContainer("c") }
            #expect(error as? EngineError == .timeout(call: "GET /containers/{id}/json"))
        }
    }

    @Test("A body that never ends times out, like a head that never comes")
    func hangingBody() async throws {
        try await withStub(timeouts: quick) { client, engine in
            let gone = Signal()
            engine.on("GET", "/containers/{id}/json") { _ in
                .stream { writer in
                    defer { gone.fire() }
                    try await writer.write("{\"Id\":")
                    await writer.untilClosed()
                }
            }
            let error = await failure { _ = try await client.inspectContainer("c") }
            #expect(error as? EngineError == .timeout(call: "GET /containers/{id}/json"))
            await gone.wait()
        }
    }

    @Test("A stream whose head never comes times out; its silence later does not")
    func hangingStream() async throws {
        try await withStub(timeouts: quick) { client, engine in
            engine.on("GET", "/events") { _ in .hang }
            let error = await failure { _ = try await client.events() }
            #expect(error as? EngineError == .timeout(call: "GET /events"))

            let silence = Signal()
            engine.on("GET", "/events") { _ in
                .stream { writer in
                    await silence.wait()
                    try await writer.write(event("die") + "\n")
                }
            }
            engine.on("GET", "/containers/{id}/json") { _ in .hang }
            let events = try await client.events()
            // Longer than the limit of a head: another call of that limit has run out meanwhile.
            _ = await failure { _ = try await client.inspectContainer("c") }
            silence.fire()
            var seen: [EngineEvent.Action] = []
            for try await event in events { seen.append(event.action) }
            #expect(seen == [.die])
        }
    }

    @Test("A connection that is closed without a word, or in the middle of an answer, is unreachable")
    func closed() async throws {
        try await withStub { client, engine in
            engine.on("GET", "/containers/{id}/json") { _ in .close }
            engine.on("GET", "/info") { _ in
                .stream { writer in
                    try await writer.write("{\"ID\":")
                    throw StubBreak()
                }
            }
            let first = await failure { _ = try await client.inspectContainer("c") }
            #expect((first as? EngineError)?.label == "unreachable")
            let second = await failure { _ = try await client.info() }
            #expect((second as? EngineError)?.label == "unreachable")
        }
    }

    @Test("One hung call delays no other")
    func sideBySide() async throws {
        try await withStub { client, engine in
            let asked = Signal()
            engine.on("GET", "/containers/{id}/json") { _ in
                asked.fire()
                return .hang
            }
            engine.on("GET", "/containers/json") { _ in .json("[]") }
            let error = await failureOfCancelling { done in
                async let hung = client.inspectContainer("c")
                await asked.wait()
                _ = try await client.listContainers()
                done.fire()
                _ = try await hung
            }
            #expect(error is CancellationError)
        }
    }

    private var quick: EngineTimeouts {
        var timeouts = EngineTimeouts()
        timeouts.lookup = .milliseconds(4500)
        timeouts.streamHead = .seconds(4)
        return timeouts
    }
}

/// A line of the event stream.
func event(_ action: String, id: String = "abc", time: Int64 = 1) -> String {
    #"{"Type":"container","Action":"\#(action)","Actor":{"ID":"\#(id)","Attributes":{"name":"n"}},"timeNano":\#(time)}"#
}
