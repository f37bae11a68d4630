import ArgumentParser
import Support
import Testing

@testable import berth

@Suite("The command that resizes a server")
struct ResizeCommandTests {
    private static let path = "/hub/api/users/ada/server/resources"

    private static func answer(_ state: String, cpu: Double = 2, memory: Int64 = 4 << 30, next: String = "null")
        -> String
    {
        #"""
        {"state":"\#(state)","resources":{"cpu_reserve":0.5,"cpu":\#(cpu),"memory":\#(memory)},"resize":null,
        "on_next_start":\#(next == "null" ? "[]" : #"["profile"]"#),"next":\#(next)}
        """#
    }

    private func withHub(
        _ answers: [StubResponse], _ body: (StubEngine) async throws -> Void
    ) async throws {
        try await withStubEngine { hub in
            hub.knowsAda()
            hub.on("GET", "/hub/api/servers") { _ in .json("[\(Wire.server())]") }
            let asked = Counter()
            hub.on("PATCH", Self.path) { _ in answers[min(asked.next(), answers.count) - 1] }
            try await body(hub)
        }
    }

    @Test("It says what the server had and has, and that its kernels go on; only what was said is asked for")
    func applied() async throws {
        try await withHub([.json(Self.answer("applied"))]) { hub in
            let ran = try await berth("resize", "--memory", "4G", "--reserve", "0.5", hub: hub)
            #expect(ran.status == nil)
            #expect(ran.out.isEmpty)
            #expect(
                ran.err == "ada/ has 2 cores (0.5 reserved), 4 GiB now; it had 2 cores (0.5 reserved), 1 GiB. "
                    + "Its kernels go on.\n")
            let body = hub.calls.last { $0.method == "PATCH" }?.bodyText
            #expect(body == #"{"cpu_reserve":0.5,"memory":4294967296}"#)
        }
    }

    @Test("What waits for the next start is said")
    func nextStart() async throws {
        let next = #"{"profile":"large","shared_memory":1073741824}"#
        try await withHub([.json(Self.answer("on_next_start", next: next))]) { hub in
            let ran = try await berth("resize", "--profile", "large", "--shm", "1G", hub: hub)
            #expect(ran.status == nil)
            #expect(ran.err == "On next start: profile large, 1 GiB shared memory.\n")
        }
    }

    @Test("A resize that is on its way is waited for, and after a while left to the hub")
    func pending() async throws {
        let answers: [StubResponse] = [
            .json(Self.answer("pending"), status: 202), .json(Self.answer("applied")),
        ]
        try await withHub(answers) { hub in
            let ran = try await berth("resize", "--memory", "4G", hub: hub)
            #expect(ran.status == nil)
            #expect(ran.err.contains("Waiting for ada/") && ran.err.contains("4 GiB now"))
        }
        try await withHub([answers[0]]) { hub in
            let ran = try await berth("resize", "--memory", "4G", hub: hub)
            #expect(ran.status == .failed)
            #expect(ran.err.contains("The hub goes on trying: see 'berth status'"))
            #expect(hub.calls.count { $0.method == "PATCH" } == 3)
        }
    }

    @Test("A refusal is told with its figures, and with what to do")
    func refused() async throws {
        try await withStubEngine { hub in
            hub.knowsAda()
            hub.on("GET", "/hub/api/servers") { _ in .json("[\(Wire.server())]") }
            hub.refuses(
                "PATCH", Self.path, status: 409, code: "below_use", "ada/: it is using 3.1 GiB, more than 2 GiB")
            let ran = try await berth("resize", "--memory", "2G", hub: hub)
            #expect(ran.status == .failed)
            #expect(ran.err.contains("3.1 GiB") && ran.err.contains("Its limits are as they were"))
        }
    }

    @Test("Nothing to change is wrong usage")
    func nothing() {
        #expect(throws: (any Error).self) { try Berth.parseAsRoot(["resize"]) }
        #expect(throws: (any Error).self) { try Berth.parseAsRoot(["resize", "--memory", "lots"]) }
    }

    @Test("A resize that is pending or was refused is in the status")
    func status() async throws {
        let resize = #"""
            "resize":{"revision":1,"state":"refused","target":{"cpu_reserve":0.5,"cpu":2,"memory":1073741824},"by":"ada",
            "at":"2026-11-23T23:55:00.000000Z","code":"below_use","message":"it is using 3.1 GiB"}
            """#
        try await withStubEngine { hub in
            hub.knowsAda()
            let server = Wire.server().replacing(#""node":"local""#, with: #""node":"local",\#(resize)"#)
            hub.on("GET", "/hub/api/servers") { _ in .json("[\(server)]") }
            hub.on("GET", "/hub/api/users/ada/server/events") { _ in .json("[]") }
            let ran = try await berth("status", hub: hub)
            #expect(ran.out.contains("to 2 cores (0.5 reserved), 1 GiB: refused, it is using 3.1 GiB"))
        }
    }
}
