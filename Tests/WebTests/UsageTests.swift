import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("What servers use, in the API")
struct UsageTests {
    @Test("The list of servers has what each uses: null until it was read, and again when it has ended")
    func usage() async throws {
        let hub = try await TestHub()
        let key = ServerKey(owner: try UserName("ada"))
        try await hub.have(key, .started)
        func shown() async throws -> JSONValue? {
            guard case .array(let servers) = try await hub.api(.get, "/servers").json() else { return nil }
            return servers.first?["usage"]
        }
        #expect(try await shown() == .null)
        let server = try #require(try await hub.servers.server(key)).server.id
        for second in [0, 10] {
            hub.control.usage.note(
                ContainerUsage(
                    at: Timestamp(microseconds: Int64(second) * 1_000_000), memory: .mebibytes(5),
                    cpu: .seconds(Double(second) / 3), pids: 3), of: server, container: ContainerID("c1"),
                at: hub.time.moment())
        }
        #expect(
            try await shown()
                == .object([
                    "memory": .integer(5 << 20), "peak_memory": .integer(5 << 20), "pids": .integer(3),
                    "cpu": .number(0.333), "at": .string("1970-01-01T00:00:10.000000Z"),
                ]))
        try await hub.reach(key, .finished, reason: .stoppedByUser)
        #expect(try await shown() == .null)
    }
}
