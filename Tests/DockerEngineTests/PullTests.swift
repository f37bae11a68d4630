import DockerEngine
import Support
import Testing

@Suite("Pulls and imports")
struct PullTests {
    @Test("Progress adds up the bytes of all layers, and counts extraction once")
    func progress() async throws {
        try await withStub { client, engine in
            engine.on("POST", "/images/create") { _ in
                .stream { writer in
                    try await writer.write(
                        Self.line("Downloading", "a", 10, 100) + Self.line("Downloading", "b", 5, 50))
                    try await writer.write(Self.line("Download complete", "a", nil, nil).prefix(20).description)
                    try await writer.write(Self.line("Download complete", "a", nil, nil).dropFirst(20).description)
                    try await writer.write(Self.line("Extracting", "a", 1, 100) + "{\"status\":\"Digest: x\"}\r\n")
                }
            }
            var seen: [PullProgress] = []
            for try await progress in try await client.pullImage("host:5000/team/image:v1") { seen.append(progress) }
            #expect(seen.map(\.received) == [10, 15, 105, 105, 105])
            #expect(seen.map(\.total) == [100, 150, 150, 150, 150])
            #expect(seen.last?.status == "Digest: x" && seen.first?.layer == "a")
            #expect(engine.calls.first?.uri == "/v1.41/images/create?fromImage=host%3A5000%2Fteam%2Fimage&tag=v1")
        }
    }

    @Test("A failure inside a 200 is thrown")
    func errorLine() async throws {
        try await withStub { client, engine in
            engine.on("POST", "/images/create") { _ in
                .json(
                    "{\"status\":\"Pulling\"}\n{\"errorDetail\":{\"message\":\"disk full\"},\"error\":\"disk full\"}\n")
            }
            let error = await failure {
                for try await _ in try await client.pullImage("debian") {}
            }
            #expect(error as? EngineError == .pull(message: "disk full"))
        }
    }

    @Test(
        "A failure before the first progress is a pull's failure too, but a missing image is not found",
        arguments: [
            (500, EngineError.pull(message: "why")), (401, .pull(message: "why")), (404, .notFound(message: "why")),
        ])
    func errorStatus(status: Int, expected: EngineError) async throws {
        try await withStub { client, engine in
            engine.on("POST", "/images/create") { _ in .message("why", status: status) }
            let error = await failure { _ = try await client.pullImage("debian") }
            #expect(error as? EngineError == expected)
        }
    }

    @Test("A pull that falls silent times out")
    func silence() async throws {
        var timeouts = EngineTimeouts()
        timeouts.pullSilence = .milliseconds(300)
        try await withStub(timeouts: timeouts) { client, engine in
            engine.on("POST", "/images/create") { _ in
                .stream { writer in
                    try await writer.write("{\"status\":\"Pulling\"}\n")
                    await writer.untilClosed()
                }
            }
            let error = await failure {
                for try await _ in try await client.pullImage("debian") {}
            }
            #expect(error as? EngineError == .timeout(call: "POST /images/create"))
        }
    }

    @Test("An import uploads the archive whole and returns the image's id")
    func importing() async throws {
        try await withStub { client, engine in
            engine.on("POST", "/images/create") { _ in .json("{\"status\":\"sha256:abc\"}\n") }
            let archive = [UInt8](repeating: 7, count: 100_000)
            let id = try await client.importRootfs(
                upload(archive, archive), repository: "r", tag: "t", changes: ["CMD [\"/bin/sh\"]"])
            #expect(id == "sha256:abc")
            let request = try #require(engine.calls.first)
            #expect(request.body == archive + archive)
            #expect(request.header("Transfer-Encoding") == "chunked")
            #expect(request.query == ["fromSrc": "-", "repo": "r", "tag": "t", "changes": "CMD [\"/bin/sh\"]"])
        }
    }

    @Test(
        "A reference that names nothing is refused before anything is sent", arguments: ["", ":tag", "name@", "name:"])
    func emptyReference(text: String) async throws {
        try await withStub { client, engine in
            let error = await failure { _ = try await client.pullImage(text) }
            #expect((error as? EngineError)?.label == "bad_parameter")
            #expect(engine.requests.isEmpty)
        }
    }

    private static func line(_ status: String, _ layer: String, _ current: Int?, _ total: Int?) -> String {
        let detail = current.map { "{\"current\":\($0),\"total\":\(total ?? 0)}" } ?? "{}"
        return "{\"status\":\"\(status)\",\"progressDetail\":\(detail),\"id\":\"\(layer)\"}\r\n"
    }
}
