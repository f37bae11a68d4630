import JupyterServer
import Servers
import Testing

@Suite("Which of a server's kernels were killed")
struct DeathTests {
    private func reading(_ answer: StubServer.Answer, _ limits: JupyterClient.Limits = .init(probeTime: .seconds(20)))
        async throws
        -> DeathReading
    {
        try await withClient(limits) { client in
            try await StubServer.with(answer) { server in
                await client.deaths(server.endpoint, basePath: "/user/ada/", token: "t")
            }
        }
    }

    private static func death(_ more: String = "") -> String {
        #"{"kernel":"k","name":"python3","path":null,"at":"1970-01-01T00:00:00.250000Z"\#(more)}"#
    }

    @Test("Each comes with its notebook, its time, and whether it was of memory where that is known")
    func deaths() async throws {
        let expected = KernelDeath(
            kernel: "k", name: "python3", path: nil, at: Timestamp(microseconds: 250_000), outOfMemory: nil)
        let known = KernelDeath(
            kernel: "k", name: "python3", path: nil, at: Timestamp(microseconds: 250_000), outOfMemory: false)
        let body = #"{"deaths":[\#(Self.death()),\#(Self.death(#","out_of_memory":false"#))]}"#
        #expect(try await reading(.whole(http("200 OK", body))) == .known([expected, known]))
    }

    @Test("Of more than anyone has the last are taken, and long texts are cut")
    func cut() async throws {
        let name = String(repeating: "n", count: 900)
        let one = #"{"kernel":"\#(name)","name":"\#(name)","path":"\#(name)","at":"1970-01-01T00:00:00Z"}"#
        let many = Array(repeating: one, count: 99).joined(separator: ",")
        let deaths = try await reading(.whole(http("200 OK", #"{"deaths":[\#(many)]}"#))).deaths
        #expect(deaths.count == 50)
        #expect(deaths.allSatisfy { $0.kernel.count == 200 && $0.name.count == 200 && $0.path?.count == 200 })
    }

    @Test("An image that does not tell never will; a server that hangs, refuses or tells nonsense is asked again")
    func unknown() async throws {
        #expect(try await reading(.whole(http("404 Not Found"))) == .untold)
        let limits = JupyterClient.Limits(probeTime: .milliseconds(300))
        let answers: [StubServer.Answer] = [
            .hanging(""), .whole(http("403 Forbidden")), .whole(http("200 OK", "{}")),
            .whole(http("200 OK", #"{"deaths":[{"kernel":1}]}"#)), .whole(""),
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
