import DockerEngine
import Support
import Testing

@Suite("Agreeing on a version")
struct VersionTests {
    @Test("The version is asked for once, and used from then on")
    func once() async throws {
        try await withStub(apiVersion: "1.45") { client, engine in
            engine.on("GET", "/containers/json") { _ in .json("[]") }
            _ = try await client.listContainers()
            _ = try await client.listContainers()
            #expect(engine.requests.map(\.uri) == ["/_ping", "/v1.45/containers/json", "/v1.45/containers/json"])
        }
    }

    @Test("After the engine was away the version is agreed anew")
    func afterRestart() async throws {
        try await withStub(apiVersion: "1.44") { client, engine in
            engine.on("GET", "/containers/json") { _ in .json("[]") }
            _ = try await client.listContainers()
            await engine.stop()
            let error = await failure { _ = try await client.listContainers() }
            #expect((error as? EngineError)?.label == "unreachable")
            engine.apiVersion = "1.41"
            try await engine.start()
            _ = try await client.listContainers()
            #expect(engine.requests.suffix(2).map(\.uri) == ["/_ping", "/v1.41/containers/json"])
        }
    }

    @Test("A stream that breaks is a sign that the engine may be another one")
    func afterBrokenStream() async throws {
        try await withStub(apiVersion: "1.44") { client, engine in
            engine.on("GET", "/containers/json") { _ in .json("[]") }
            engine.on("GET", "/events") { _ in .stream { _ in throw StubBreak() } }
            let error = await failure {
                for try await _ in try await client.events() {}
            }
            #expect((error as? EngineError)?.label == "unreachable")
            _ = try await client.listContainers()
            #expect(engine.requests.suffix(2).map(\.path) == ["/_ping", "/containers/json"])
        }
    }

    @Test(
        "An engine that refuses the version is asked anew, and the call is made again",
        arguments: [
            "client version 1.44 is too new. Maximum supported API version is 1.41",
            "client version 1.44 is too old. Minimum supported API version is 1.45, please upgrade your client",
        ])
    func refused(message: String) async throws {
        try await withStub(apiVersion: "1.44") { client, engine in
            engine.on("GET", "/containers/json") { request in
                request.version == "1.44" ? .message(message, status: 400) : .json("[]")
            }
            try await client.ping()
            engine.apiVersion = message.contains("new") ? "1.41" : "1.46"
            _ = try await client.listContainers()
            #expect(engine.calls.map(\.version) == ["1.44", engine.apiVersion])
        }
    }

    @Test("An engine that keeps refusing is believed the second time")
    func keepsRefusing() async throws {
        try await withStub(apiVersion: "1.44") { client, engine in
            engine.on("GET", "/containers/json") { _ in .message("client version 1.44 is too new. …", status: 400) }
            let error = await failure { _ = try await client.listContainers() }
            #expect((error as? EngineError)?.label == "bad_parameter")
            #expect(engine.calls.count == 2)
        }
    }

    @Test(
        "An engine that is too old, or tells no version, is refused before any other call",
        arguments: ["1.39", "x", ""])
    func unfit(version: String) async throws {
        try await withStub(apiVersion: version) { client, engine in
            let error = try #require(await failure { try await client.ping() } as? EngineError)
            #expect(error.label == (version == "1.39" ? "version_too_old" : "protocol_violation"))
            #expect(await failure { _ = try await client.listContainers() } as? EngineError == error)
            #expect(engine.calls.isEmpty)
        }
    }
}
