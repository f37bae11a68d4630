import GatewayControl
import NIOCore
import Servers
import Testing

@testable import Gateway

@Suite("What the gateway tells of its traffic", .timeLimit(.minutes(1)))
struct TrafficTests {
    @Test("Requests, bytes and what is open are told with each report, and what closed is not open any more")
    func told() async throws {
        try await Rig.with { rig in
            let large = ByteBuffer(repeating: 0, count: 1 << 20)
            try await Client.with(port: rig.port) { client in
                #expect(try await client.ask("GET", "/user/ada/a", host: rig.ada, [rig.cookie]).status == 200)
                let lines = [rig.cookie, rig.origin] + webSocket
                let answer = try await client.ask(
                    "GET", "/user/ada/api/kernels/1/channels", host: rig.ada, lines)
                #expect(answer.status == 101)
                try await client.send(large)
                _ = try await client.bytes(large.readableBytes)
                let open = try await rig.traffic { $0.sentBytes > large.readableBytes }
                #expect(open.requests["2xx"] == 1 && open.requests["1xx"] == 1)
                #expect(open.receivedBytes > large.readableBytes)
                #expect(open.connections == 1 && open.webSockets == 1)
            }
            _ = try await rig.ask("GET", "/nowhere", host: "other.example")
            let closed = try await rig.traffic { $0.connections == 0 && $0.requests["4xx"] == 1 }
            #expect(closed.webSockets == 0)
        }
    }
}

extension Rig {
    /// The next report that is as `condition` wants it.
    fileprivate func traffic(_ condition: (GatewayTraffic) -> Bool) async throws -> GatewayTraffic {
        for await traffic in traffic where condition(traffic) { return traffic }
        throw CancellationError()
    }
}
