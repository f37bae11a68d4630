import DockerEngine
import Foundation
import Support
import Testing

@Suite("What goes over the socket")
struct ContractTests {
    @Test("Each call sends its method, path, query and body", arguments: Exchange.all)
    func exchange(_ exchange: Exchange) async throws {
        try await withStub { client, engine in
            engine.on(exchange.method, "/{any...}") { $0.path == "/_ping" ? pong : .json(exchange.answer) }
            try await exchange.call(client)
            let request = try #require(engine.calls.first)
            #expect(engine.calls.count == 1)
            #expect(request.method == exchange.method)
            #expect(request.uri == "/v1.41" + exchange.uri)
            #expect(request.bodyText == exchange.body)
            #expect(request.header("Host") == "docker")
            #expect(request.header("Content-Type") == (exchange.body.isEmpty ? nil : "application/json"))
            if exchange.method == "POST" { #expect(request.header("Content-Length") == "\(exchange.body.utf8.count)") }
        }
    }

    @Test("Starting what runs and stopping what does not is no error, and told apart")
    func notModified() async throws {
        try await withStub { client, engine in
            engine.on("POST", "/containers/{id}/{verb}") { _ in .empty(status: 304) }
            let started = try await client.startContainer("c")
            let stopped = try await client.stopContainer("c", grace: 1)
            #expect(!started && !stopped)
        }
    }

    @Test(
        "Each status is the error it stands for",
        arguments: [
            (400, EngineError.badParameter(message: "why \"x\"")), (404, .notFound(message: "why \"x\"")),
            (409, .conflict(message: "why \"x\"", holder: nil)), (403, .server(status: 403, message: "why \"x\"")),
            (500, .server(status: 500, message: "why \"x\"")), (503, .server(status: 503, message: "why \"x\"")),
            (302, .protocolViolation("an unexpected redirect (302)")),
        ])
    func statuses(status: Int, expected: EngineError) async throws {
        try await withStub { client, engine in
            engine.on("GET", "/containers/{id}/json") { _ in .message("why \"x\"", status: status) }
            engine.on("GET", "/events") { _ in .message("why \"x\"", status: status) }
            #expect(await failure { _ = try await client.inspectContainer("c") } as? EngineError == expected)
            #expect(await failure { _ = try await client.events() } as? EngineError == expected)
        }
    }

    @Test("A name that is taken is a conflict with the id of its holder")
    func duplicateName() async throws {
        let id = String(repeating: "0a", count: 32)
        try await withStub { client, engine in
            engine.on("POST", "/containers/create") { _ in
                .message(
                    "Conflict. The container name \"/n\" is already in use by container \"\(id)\". You have to remove…",
                    status: 409)
            }
            let error = await failure {
                _ = try await client.createContainer(CreateContainer(config: ContainerConfig(image: "i")), name: "n")
            }
            guard case EngineError.conflict(_, let holder) = try #require(error) else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(holder == id)
        }
    }

    @Test(
        "An answer that makes no sense is a protocol violation",
        arguments: ["<html>", "[]", "{\"Id\":5}", "", "{\"Id\":\"a\"}"])
    func nonsense(answer: String) async throws {
        try await withStub { client, engine in
            engine.on("GET", "/containers/{id}/json") { _ in .json(answer) }
            let error = await failure { _ = try await client.inspectContainer("c") }
            #expect((error as? EngineError)?.label == "protocol_violation")
        }
    }

    @Test("A stop signal is sent to an engine that knows it, and refused for one that would ignore it")
    func stopSignal() async throws {
        try await withStub(apiVersion: "1.42") { client, engine in
            engine.on("POST", "/containers/{id}/stop") { _ in .empty() }
            try await client.stopContainer("c", grace: 5, signal: "SIGINT")
            #expect(engine.calls.first?.uri == "/v1.42/containers/c/stop?t=5&signal=SIGINT")
        }
        try await withStub(apiVersion: "1.41") { client, engine in
            let error = await failure { try await client.stopContainer("c", grace: 5, signal: "SIGINT") }
            #expect(error as? EngineError == .versionTooOld(engine: "1.41", needed: "1.42"))
            #expect(engine.calls.isEmpty)
        }
    }
}

private let pong = StubResponse.json("OK").with(header: "Api-Version", "1.41")
