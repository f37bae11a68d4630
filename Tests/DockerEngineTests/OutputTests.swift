import DockerEngine
import Support
import Testing

@Suite("Logs and execs")
struct OutputTests {
    @Test(
        "The framing of logs is what the engine tells, or what the container's terminal says",
        arguments: [
            ("1.44", "application/vnd.docker.multiplexed-stream", true, OutputChunk.Source.stdout),
            ("1.44", "application/vnd.docker.raw-stream", false, .terminal),
            ("1.41", "application/octet-stream", false, .stdout),
            ("1.41", "application/vnd.docker.raw-stream", true, .terminal),
        ])
    func framing(version: String, contentType: String, tty: Bool, source: OutputChunk.Source) async throws {
        try await withStub(apiVersion: version) { client, engine in
            engine.on("GET", "/containers/{id}/json") { _ in
                .json(#"{"Id":"c","Name":"/c","State":{"Status":"running"},"Config":{"Tty":\#(tty)},"HostConfig":{}}"#)
            }
            engine.on("GET", "/containers/{id}/logs") { _ in
                .stream(contentType: contentType) { writer in
                    try await writer.write(source == .stdout ? frame(1, [104, 105]) : [104, 105])
                }
            }
            var options = LogOptions()
            options.follow = true
            options.tail = 10
            options.since = 2_000_000_001
            var chunks: [OutputChunk] = []
            for try await chunk in try await client.containerLogs("c", options) { chunks.append(chunk) }
            #expect(chunks == [OutputChunk(source: source, bytes: [104, 105])])
            #expect(
                engine.calls.first?.uri
                    == "/v\(version)/containers/c/logs?follow=1&stdout=1&stderr=1&tail=10&since=2.000000001")
        }
    }

    @Test("Running a command gives its exit code and what it wrote, apart")
    func run() async throws {
        try await withStub { client, engine in
            Self.scriptExec(engine, frame(1, Array("out".utf8)) + frame(2, Array("err".utf8)))
            let result = try await client.run(CreateExec(["sh"]), in: "c")
            #expect(result.exitCode == 3 && !result.truncated)
            #expect(result.text(.stdout) == "out" && result.text(.stderr) == "err")
            #expect(engine.calls.map(\.path) == ["/containers/c/exec", "/exec/e/start", "/exec/e/json"])
            #expect(engine.calls[1].bodyText == #"{"Detach":false,"Tty":false}"#)
        }
    }

    @Test("Output beyond the limit is dropped, and said to be")
    func limit() async throws {
        try await withStub { client, engine in
            Self.scriptExec(engine, frame(1, [UInt8](repeating: 65, count: 1000)))
            let result = try await client.run(CreateExec(["sh"]), in: "c", outputLimit: 10)
            #expect(result.truncated && result.text(.stdout) == "AAAAAAAAAA" && result.exitCode == 3)
        }
    }

    @Test("Waiting goes on in silence until the container ends")
    func waiting() async throws {
        var timeouts = EngineTimeouts()
        timeouts.lookup = .milliseconds(100)
        try await withStub(timeouts: timeouts) { client, engine in
            let end = Signal()
            engine.on("POST", "/containers/{id}/wait") { _ in
                .stream { writer in
                    await end.wait()
                    try await writer.write(#"{"StatusCode":137,"Error":null}"#)
                }
            }
            engine.on("GET", "/info") { _ in .hang }
            async let waiting = client.waitForContainer("c", until: .notRunning)
            _ = await failure { _ = try await client.info() }
            end.fire()
            let exit = try await waiting
            #expect(exit.statusCode == 137)
        }
    }

    private static func scriptExec(_ engine: StubEngine, _ output: [UInt8]) {
        engine.on("POST", "/containers/{id}/exec") { _ in .json("{\"Id\":\"e\"}", status: 201) }
        engine.on("POST", "/exec/{id}/start") { _ in
            .stream(contentType: "application/vnd.docker.raw-stream", framing: .untilClose) { writer in
                try await writer.write(output)
            }
        }
        engine.on("GET", "/exec/{id}/json") { _ in .json("{\"ID\":\"e\",\"Running\":false,\"ExitCode\":3}") }
    }
}
