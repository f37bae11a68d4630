import JupyterServer
import Servers
import Testing

/// Runs `body` with a client, shut down afterwards.
func withClient<Result>(
    _ limits: JupyterClient.Limits = .init(), _ body: (JupyterClient) async throws -> Result
) async throws -> Result {
    let client = JupyterClient(limits: limits)
    do {
        let result = try await body(client)
        await client.shutdown()
        return result
    } catch {
        await client.shutdown()
        throw error
    }
}

private let started = #"{"started": "2026-11-24T01:02:03.456789Z", "kernels": 0}"#

@Suite("Probing a Jupyter Server")
struct ProbeTests {
    private func probe(_ answer: StubServer.Answer, time: Duration = .seconds(2)) async throws -> ProbeAnswer {
        try await withClient(.init(probeTime: time)) { client in
            try await StubServer.with(answer) { server in
                await client.probe(server.endpoint, basePath: "/user/ada/", token: "secret")
            }
        }
    }

    @Test("A status that says when it started is ready; the token is in the header, not in the URL")
    func ready() async throws {
        try await withClient { client in
            try await StubServer.with(.whole(http("200 OK", started))) { server in
                let answer = await client.probe(server.endpoint, basePath: "/user/ada/", token: "secret")
                #expect(answer == .ready)
                let head = try #require(server.requests.first)
                #expect(head.hasPrefix("GET /user/ada/api/status HTTP/1.1\r\n"))
                #expect(head.lowercased().contains("authorization: token secret\r\n"))
            }
        }
    }

    @Test(
        "Any other answer is not ready, and says how",
        arguments: [
            (http("302 Found", started, headers: "Location: /lab\r\n"), "it answered with status 302"),
            (http("403 Forbidden"), "it answered with status 403"),
            (http("503 Service Unavailable", started), "it answered with status 503"),
            (http("200 OK", "{}"), "the answer is not Jupyter's"),
            (http("200 OK", #"{"started": null}"#), "the answer is not Jupyter's"),
            (http("200 OK", "<html>"), "the answer is not Jupyter's"),
            ("SSH-2.0-OpenSSH\r\n\r\n", "the answer is not HTTP"),
        ])
    func notReady(answer: String, reason: String) async throws {
        #expect(try await probe(.whole(answer)) == .notReady(reason))
    }

    @Test(
        "A connection that ends too early is not ready",
        arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"])
    func cut(answer: String) async throws {
        guard case .notReady = try await probe(.whole(answer)) else {
            Issue.record("it was ready")
            return
        }
    }

    @Test("A redirect is not followed")
    func redirect() async throws {
        try await StubServer.with(.whole(http("200 OK", started))) { target in
            let location = "Location: http://127.0.0.1:\(target.endpoint.port)/api/status\r\n"
            let answer = try await probe(.whole(http("302 Found", headers: location)))
            #expect(answer == .notReady("it answered with status 302"))
            #expect(target.requests.isEmpty)
        }
    }

    @Test(
        "A server that stops in the middle of its answer is given up in time",
        arguments: ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"])
    func hanging(text: String) async throws {
        #expect(try await probe(.hanging(text), time: .milliseconds(100)) == .notReady("no answer in time"))
    }

    @Test("An endless answer is given up at its limit")
    func endless() async throws {
        let head = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
        #expect(try await probe(.endless(head)) == .notReady("the answer is longer than 65536 bytes"))
    }

    @Test("Where nothing listens it is not ready, at once")
    func nobody() async throws {
        let endpoint = try await StubServer.with(.whole("")) { $0.endpoint }
        try await withClient { client in
            let answer = await client.probe(endpoint, basePath: "/", token: "t")
            #expect(answer == .notReady("no answer: nothing listens yet"))
        }
    }

    @Test("A host that makes no URL is not ready")
    func nonsense() async throws {
        try await withClient { client in
            let answer = await client.probe(Endpoint(host: "a b", port: 1), basePath: "/", token: "t")
            #expect(answer != .ready)
        }
    }
}
