import JupyterServer
import Servers
import Testing

@Suite("Calls to a Jupyter Server")
struct CallTests {
    private func ask<Result>(
        _ answer: String, _ call: (JupyterClient, JupyterAddress) async throws -> Result
    ) async throws -> (Result, [String]) {
        try await withClient { client in
            try await StubServer.with(.whole(answer)) { server in
                let address = JupyterAddress(endpoint: server.endpoint, basePath: "/user/ada/", token: "t")
                let result = try await call(client, address)
                return (result, server.requests.map { String($0.prefix { $0 != "\r\n" }) })
            }
        }
    }

    @Test("The status has times and counts")
    func status() async throws {
        let json =
            #"{"started":"1970-01-01T00:00:01.500000Z","last_activity":"1970-01-01T00:00:02Z","kernels":2,"connections":1}"#
        let (status, requests) = try await ask(http("200 OK", json)) { try await $0.status(of: $1) }
        #expect(status.started.timestamp == Timestamp(microseconds: 1_500_000))
        #expect(status.lastActivity.timestamp == Timestamp(microseconds: 2_000_000))
        #expect(status.kernels == 2 && status.connections == 1)
        #expect(requests == ["GET /user/ada/api/status?no_track_activity=1 HTTP/1.1"])
    }

    @Test("Kernels are read, unknown fields and missing states allowed")
    func kernels() async throws {
        let json = """
            [{"id":"k1","name":"python3","execution_state":"busy","last_activity":"1970-01-01T00:00:00.25Z","connections":3,
              "reason":"?"},{"id":"k2","name":"ir"}]
            """
        let (kernels, requests) = try await ask(http("200 OK", json)) { try await $0.kernels(of: $1) }
        #expect(kernels.map(\.id) == ["k1", "k2"])
        #expect(kernels[0].executionState == "busy" && kernels[0].connections == 3)
        #expect(kernels[0].lastActivity?.timestamp == Timestamp(microseconds: 250_000))
        #expect(kernels[1].executionState == nil && kernels[1].lastActivity == nil)
        #expect(requests == ["GET /user/ada/api/kernels?no_track_activity=1 HTTP/1.1"])
    }

    @Test("Sessions come with their kernels")
    func sessions() async throws {
        let json = #"[{"id":"s","path":"a.ipynb","name":"a","type":"notebook","kernel":{"id":"k","name":"python3"}}]"#
        let (sessions, requests) = try await ask(http("200 OK", json)) { try await $0.sessions(of: $1) }
        #expect(sessions.map(\.path) == ["a.ipynb"])
        #expect(sessions.first?.kernel?.id == "k")
        #expect(requests == ["GET /user/ada/api/sessions?no_track_activity=1 HTTP/1.1"])
    }

    @Test("Terminals are none where they are switched off")
    func terminals() async throws {
        let json = #"[{"name":"1","last_activity":"1970-01-01T00:00:00Z"}]"#
        #expect(try await ask(http("200 OK", json)) { try await $0.terminals(of: $1) }.0.map(\.name) == ["1"])
        #expect(try await ask(http("404 Not Found")) { try await $0.terminals(of: $1) }.0.isEmpty)
    }

    @Test(
        "A kernel that is gone is shut down already; its id stays one segment",
        arguments: ["204 No Content", "404 Not Found"])
    func shutdownKernel(status: String) async throws {
        let answer = "HTTP/1.1 \(status)\r\nConnection: close\r\n\r\n"
        let (_, requests) = try await ask(answer) { try await $0.shutdownKernel("../a", of: $1) }
        #expect(requests == ["DELETE /user/ada/api/kernels/%2E%2E%2Fa?no_track_activity=1 HTTP/1.1"])
    }

    @Test("Shutting the server down is a POST")
    func shutdownServer() async throws {
        let (_, requests) = try await ask(http("200 OK", "")) { try await $0.shutdownServer($1) }
        #expect(requests == ["POST /user/ada/api/shutdown?no_track_activity=1 HTTP/1.1"])
    }

    @Test("A refusal is an error with its status")
    func refused() async throws {
        await #expect(throws: JupyterError.refused(status: 403)) {
            try await ask(http("403 Forbidden")) { try await $0.kernels(of: $1) }
        }
    }

    @Test("A cancelled call throws that it was cancelled")
    func cancelled() async throws {
        try await withClient { client in
            try await StubServer.with(.hanging("")) { server in
                let address = JupyterAddress(endpoint: server.endpoint, basePath: "/", token: "t")
                await withTaskGroup { group in
                    group.addTask {
                        await #expect(throws: CancellationError.self) { try await client.status(of: address) }
                    }
                    group.cancelAll()
                }
            }
        }
    }
}
