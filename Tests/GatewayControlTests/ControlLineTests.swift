import Accounts
import Foundation
import NIOCore
import Servers
import Testing

@testable import GatewayControl

@Suite("Lines of the control socket")
struct ControlLineTests {
    private func lines(_ pieces: [String], limit: Int = 100) throws -> [String] {
        var decoder = ControlLineDecoder(limit: limit)
        var buffer = ByteBuffer()
        var lines: [String] = []
        for piece in pieces {
            buffer.writeString(piece)
            while let line = try decoder.nextLine(&buffer) { lines.append(String(buffer: line)) }
        }
        return lines
    }

    @Test(
        "Lines come out whole however the bytes are cut",
        arguments: [
            ["one\ntwo\n"], ["o", "ne", "\n", "two\n"], ["one\nt", "wo\nthr"], ["one\n", "", "two", "\n"],
        ])
    func splits(_ pieces: [String]) throws {
        #expect(try lines(pieces) == ["one", "two"])
    }

    @Test("An empty line is a line")
    func empty() throws {
        #expect(try lines(["\n\na\n"]) == ["", "", "a"])
    }

    @Test("A line that is too long is an error, whether it ends or not")
    func tooLong() throws {
        #expect(throws: ControlLineError.tooLong(limit: 5)) { try lines(["123456"], limit: 5) }
        #expect(throws: ControlLineError.tooLong(limit: 5)) { try lines(["123456\n"], limit: 5) }
        #expect(try lines(["12345\n"], limit: 5) == ["12345"])
    }

    @Test("Messages of serve survive the way", arguments: try Self.controlMessages())
    func control(_ message: ControlMessage) throws {
        #expect(try roundTrip(message) == message)
    }

    @Test("Messages of the gateway survive the way", arguments: try Self.gatewayMessages())
    func gateway(_ message: GatewayMessage) throws {
        #expect(try roundTrip(message) == message)
    }

    @Test("A message of a newer version is passed over")
    func unknown() {
        #expect(ControlCodec.message(ControlMessage.self, from: ByteBuffer(string: #"{"dance":{}}"#)) == nil)
    }

    private func roundTrip<Message: Codable>(_ message: Message) throws -> Message? {
        var buffer = try ControlCodec.line(message)
        var decoder = ControlLineDecoder()
        let line = try #require(try decoder.nextLine(&buffer))
        #expect(buffer.readableBytes == 0)
        return ControlCodec.message(Message.self, from: line)
    }

    private static func controlMessages() throws -> [ControlMessage] {
        let ada = try UserName("ada")
        let route = Route(
            key: ServerKey(owner: ada, name: try ServerName("gpu")), server: ServerID("s"), generation: 3,
            container: ContainerID("c"), endpoint: Endpoint(host: "10.0.0.2", port: 8888), token: "line\nfeed")
        let grant = TokenGrant(
            token: TokenID("a1"), user: ada, permissions: Permissions([Scope(.accessServers, .user(ada))]),
            expiresAt: nil, at: Timestamp(microseconds: 4))
        let state = GatewayState(
            instance: InstanceID("i"), originKey: Data([1, 2]), routes: [route],
            revocations: [.user(ada, before: Timestamp(microseconds: 5))])
        return [
            .attach(state), .publish(route), .withdraw(route.key), .revoke(.session(SessionID("x"))),
            .answer(question: 1, grant), .answer(question: 2, nil), .sync(7), .refresh, .report, .ping,
        ]
    }

    private static func gatewayMessages() throws -> [GatewayMessage] {
        let now = Timestamp(microseconds: 1)
        let report = ActivityReport(key: ServerKey(owner: try UserName("ada")), user: try UserName("bo"), at: now)
        return [
            .hello(version: "1", pid: 2, startedAt: now, listening: "127.0.0.1:8000"),
            .ask(question: 1, SecretHash("ff")), .activity([report]),
            .visits([Visit(key: report.key, user: report.user)]), .synced(7), .pong,
        ]
    }
}
