import Accounts
import GatewayControl
import NIOCore
import NIOHTTP1
import Servers
import Testing

@testable import Gateway

@Suite("WebSockets, with real sockets", .timeLimit(.minutes(1)))
struct TunnelTests {
    /// A text frame of 3 bytes, masked with zeros.
    private static let frame = ByteBuffer(bytes: [0x81, 0x83, 0, 0, 0, 0, 0x61, 0x62, 0x63])
    private static let ping = ByteBuffer(bytes: [0x89, 0x80, 0, 0, 0, 0])

    private static func open(_ client: inout Client, _ rig: Rig) async throws {
        let answer = try await client.ask(
            "GET", "/user/ada/api/kernels/1/channels", host: rig.ada, [rig.cookie, rig.origin] + webSocket)
        #expect(answer.status == 101)
        #expect(answer.headers["sec-websocket-accept"] == ["abc"])
        #expect(answer.headers["connection"] == ["Upgrade"])
    }

    @Test("Frames go both ways, on a connection that served requests before; data counts as activity")
    func echo() async throws {
        try await Rig.with { rig in
            try await Client.with(port: rig.port) { client in
                #expect(try await client.ask("GET", "/user/ada/a", host: rig.ada, [rig.cookie]).status == 200)
                try await Self.open(&client, rig)
                try await client.send(Self.ping)
                #expect(try await client.bytes(Self.ping.readableBytes) == Self.ping)
                try await client.send(Self.frame)
                #expect(try await client.bytes(Self.frame.readableBytes) == Self.frame)
                let large = ByteBuffer(repeating: 0, count: 4 << 20)
                try await client.send(large)
                #expect(try await client.bytes(large.readableBytes).readableBytes == large.readableBytes)
            }
            var reports = rig.activity.makeAsyncIterator()
            #expect(await reports.next()?.map(\.user) == [rig.samples.ada])
        }
    }

    @Test("The container's refusal is relayed")
    func refused() async throws {
        try await Rig.with { rig in
            try await Client.with(port: rig.port) { client in
                let lines = [rig.cookie, rig.origin] + webSocket
                let answer = try await client.ask("GET", "/user/ada/refused", host: rig.ada, lines)
                #expect(answer.status == 403)
                #expect(answer.headers["connection"] == ["close"])
                #expect(await client.drain() == 0)
            }
        }
    }

    @Test("No pass, another's page: no WebSocket, and the connection ends")
    func unauthorised() async throws {
        try await Rig.with { rig in
            for lines in [[rig.origin], [rig.cookie], [rig.cookie, "Origin: http://localhost:8000"]] {
                let answer = try await rig.ask("GET", "/user/ada/ws", lines + webSocket)
                #expect(answer.status == 200)
                #expect(answer.text.contains("Berth-Verdict: "))
            }
        }
    }

    @Test("Revoking the session closes its WebSocket and what is in flight")
    func revoked() async throws {
        try await Rig.with { rig in
            try await Client.with(port: rig.port) { client in
                try await Self.open(&client, rig)
                await rig.link.revoke(.session(SessionID("other")))
                try await client.send(Self.frame)
                #expect(try await client.bytes(Self.frame.readableBytes) == Self.frame)
                await rig.link.revoke(.session(SessionID("session")))
                #expect(await client.drain() == 0)
            }
        }
    }

    @Test("An answer under way is cut, not ended, when its user is revoked")
    func inFlight() async throws {
        try await Rig.with { rig in
            try await Client.with(port: rig.port) { client in
                try await client.request("GET", "/user/ada/half", host: rig.ada, [rig.cookie])
                #expect(String(buffer: try await client.bytes(15)) == "HTTP/1.1 200 OK")
                await rig.link.revoke(.user(rig.samples.ada, before: .init(microseconds: .max)))
                #expect(await client.drain() < 1000)
            }
        }
    }

    @Test("A withdrawn server's WebSocket goes on; a replaced container's ends")
    func withdrawn() async throws {
        try await Rig.with { rig in
            try await Client.with(port: rig.port) { client in
                try await Self.open(&client, rig)
                await rig.link.withdraw(rig.samples.route.key)
                try await client.send(Self.frame)
                #expect(try await client.bytes(Self.frame.readableBytes) == Self.frame)
                #expect(try await rig.ask("GET", "/user/ada/", [rig.cookie]).text.contains("Berth-Verdict: notRunning"))
                await rig.link.publish(rig.samples.route)
                try await client.send(Self.frame)
                #expect(try await client.bytes(Self.frame.readableBytes) == Self.frame)
                await rig.link.publish(rig.samples.replacement)
                #expect(await client.drain() == 0)
            }
        }
    }
}
