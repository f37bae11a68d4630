import JupyterServer
import Servers
import Testing

@Suite("What a server's kernels do")
struct KernelTests {
    /// The same bytes are a list of kernels and one of sessions, as the stub answers everything alike.
    private static let both = """
        [{"id":"k","name":"python3","execution_state":"busy","last_activity":"1970-01-01T00:00:00.25Z","connections":-3,
          "path":"work/train.ipynb","type":"notebook","kernel":{"id":"k","name":"python3"}}]
        """

    private func reading(_ answer: StubServer.Answer, _ limits: JupyterClient.Limits = .init()) async throws
        -> KernelReading
    {
        try await withClient(limits) { client in
            try await StubServer.with(answer) { server in
                await client.kernels(server.endpoint, basePath: "/user/ada/", token: "t")
            }
        }
    }

    @Test("A kernel comes with the notebook of its session")
    func kernels() async throws {
        let expected = NotebookKernel(
            id: "k", name: "python3", path: "work/train.ipynb", state: "busy",
            lastActivity: Timestamp(microseconds: 250_000), connections: 0)
        let reading = try await reading(.whole(http("200 OK", Self.both)))
        #expect(reading == .known([expected]))
        #expect(reading.busy == [expected])
    }

    @Test("More kernels and longer names than anyone has are cut")
    func cut() async throws {
        let name = String(repeating: "n", count: 900)
        let one = #"{"id":"k","name":"\#(name)","path":"p","type":"t","execution_state":"busy"}"#
        let many = "[" + Array(repeating: one, count: 300).joined(separator: ",") + "]"
        guard case .known(let kernels) = try await reading(.whole(http("200 OK", many))) else {
            Issue.record("they are known")
            return
        }
        #expect(kernels.count == 100)
        #expect(kernels.allSatisfy { $0.name.count == 200 })
    }

    @Test("A server that hangs, never ends, refuses or tells nonsense leaves it unknown in time")
    func unknown() async throws {
        let limits = JupyterClient.Limits(callTime: .milliseconds(300))
        let answers: [StubServer.Answer] = [
            .hanging(""), .endless("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"), .whole(http("403 Forbidden")),
            .whole(http("200 OK", "{}")), .whole(""),
        ]
        for answer in answers {
            guard case .unknown(let why) = try await reading(answer, limits) else {
                Issue.record("\(answer) is no answer")
                continue
            }
            #expect(!why.isEmpty)
        }
    }
}
