import JupyterServer
import Servers
import Testing

@Suite("What goes on in a server")
struct ActivityTests {
    /// The same bytes are a list of kernels, one of sessions and one of terminals, as the stub answers everything alike.
    private static let all = """
        [{"id":"k","name":"python3","execution_state":"busy","last_activity":"1970-01-01T00:00:00.25Z",
          "path":"work/train.ipynb","type":"notebook","kernel":{"id":"k","name":"python3"}}]
        """

    private func reading(
        _ answer: StubServer.Answer, _ limits: JupyterClient.Limits = .init()
    ) async throws -> (NotebookReading, [String]) {
        try await withClient(limits) { client in
            try await StubServer.with(answer) { server in
                let reading = await client.activity(server.endpoint, basePath: "/user/ada/", token: "t")
                return (reading, server.requests.map { String($0.prefix { $0 != "\r\n" }) })
            }
        }
    }

    @Test("Kernels come with their notebooks and terminals with their names; asking counts as no activity")
    func known() async throws {
        let (reading, requests) = try await reading(.whole(http("200 OK", Self.all)))
        let last = Timestamp(microseconds: 250_000)
        #expect(
            reading
                == .known(
                    NotebookActivity(
                        kernels: [
                            NotebookKernel(
                                id: "k", name: "python3", path: "work/train.ipynb", state: "busy", lastActivity: last,
                                connections: 0)
                        ], terminals: [NotebookTerminal(name: "python3", lastActivity: last)])))
        #expect(
            requests.sorted()
                == ["kernels", "sessions", "terminals"].map { "GET /user/ada/api/\($0)?no_track_activity=1 HTTP/1.1" })
    }

    @Test("More than anyone has, and longer, is cut")
    func cut() async throws {
        let one = #"{"id":"k","name":"\#(String(repeating: "n", count: 900))","path":"p","type":"t"}"#
        let many = "[" + Array(repeating: one, count: 500).joined(separator: ",") + "]"
        guard case .known(let activity) = try await reading(.whole(http("200 OK", many))).0 else {
            Issue.record("it is known")
            return
        }
        #expect(activity.kernels.count == 100 && activity.terminals.count == 100)
        #expect(activity.terminals.allSatisfy { $0.name.count == 200 })
    }

    @Test("A server that hangs, never ends, refuses, redirects, nests without end or tells nonsense leaves it unknown")
    func hostile() async throws {
        let limits = JupyterClient.Limits(callTime: .milliseconds(500))
        let answers: [StubServer.Answer] = [
            .hanging(""), .hanging("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n["),
            .endless("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"), .whole(http("403 Forbidden")),
            .whole(http("302 Found", headers: "Location: http://169.254.169.254/\r\n")),
            .whole(http("200 OK", String(repeating: "[", count: 1 << 19))),
            .whole(http("200 OK", String(repeating: #"{"a":"#, count: 1 << 17))),
            .whole(http("200 OK", #"[{"id":"k","name":"n","last_activity":"99999-13-77"}]"#)),
            .whole(http("200 OK", #"[{"id":7}]"#)),
            .whole(http("200 OK", "[" + String(repeating: "9", count: 1 << 18) + "]")),
            .whole(http("200 OK", "{}")), .whole(""),
        ]
        for answer in answers {
            let (reading, _) = try await reading(answer, limits)
            guard case .unknown(let why) = reading else {
                Issue.record("\(reading)")
                continue
            }
            #expect(!why.isEmpty && why.utf8.count < 200)
        }
    }
}
