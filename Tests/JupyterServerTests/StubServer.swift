import Foundation
import NIOCore
import NIOPosix
import Servers
import Synchronization

/// A server on loopback that answers every connection with the same bytes, whatever it is asked.
final class StubServer: Sendable {
    /// What a connection gets.
    enum Answer: Sendable {
        /// These bytes, and then the end.
        case whole(String)
        /// These bytes, and then nothing more.
        case hanging(String)
        /// These bytes, and then a body of 64 MiB.
        case endless(String)
    }

    private let channel: any Channel
    private let received: Received

    private init(channel: any Channel, received: Received) {
        self.channel = channel
        self.received = received
    }

    /// The heads of all requests so far.
    var requests: [String] { received.heads.withLock { $0 } }

    var endpoint: Endpoint { Endpoint(host: "127.0.0.1", port: channel.localAddress?.port ?? 0) }

    static func with<Result>(_ answer: Answer, _ body: (StubServer) async throws -> Result) async throws -> Result {
        let received = Received()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(StubHandler(answer: answer, received: received))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let result: Result
        do {
            result = try await body(StubServer(channel: channel, received: received))
        } catch {
            try? await channel.close()
            throw error
        }
        try await channel.close()
        return result
    }

    final class Received: Sendable {
        let heads = Mutex<[String]>([])
    }
}

private final class StubHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answer: StubServer.Answer
    private let received: StubServer.Received
    private var head = ""

    init(answer: StubServer.Answer, received: StubServer.Received) {
        self.answer = answer
        self.received = received
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        head += String(buffer: unwrapInboundIn(data))
        guard head.hasSuffix("\r\n\r\n") else { return }
        let whole = head
        received.heads.withLock { $0.append(whole) }
        head = ""
        switch answer {
        case .whole(let text):
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            context.close(promise: nil)
        case .hanging(let text):
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        case .endless(let text):
            context.write(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(repeating: 32, count: 64 << 20)), promise: nil)
        }
    }
}

/// An answer with its length.
func http(_ status: String, _ body: String = "", headers: String = "") -> String {
    "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)"
}
