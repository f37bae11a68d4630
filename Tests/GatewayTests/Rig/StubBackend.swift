import NIOCore
import NIOHTTP1
import NIOPosix

/// A small HTTP server that stands for a container's Jupyter or for `serve`. What it answers depends on the path's end.
struct StubBackend {
    let channel: any Channel

    var port: Int { channel.localAddress?.port ?? 0 }

    /// On loopback at a free port, or at a Unix socket.
    static func start(socketPath: String? = nil) async throws -> StubBackend {
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(
                        withServerUpgrade: (
                            upgraders: [EchoUpgrader()],
                            completionHandler: { context in
                                if let stub = try? context.pipeline.syncOperations.handler(type: StubHandler.self) {
                                    context.pipeline.syncOperations.removeHandler(stub, promise: nil)
                                }
                            }
                        ))
                    try channel.pipeline.syncOperations.addHandler(StubHandler())
                }
            }
        if let socketPath {
            return StubBackend(
                channel: try await bootstrap.bind(unixDomainSocketPath: socketPath, cleanupExistingSocketFile: true)
                    .get())
        }
        return StubBackend(channel: try await bootstrap.bind(host: "127.0.0.1", port: 0).get())
    }

    func stop() async { try? await channel.close() }
}

/// Answers each request: its own head as text, or what the path's last segment asks for.
private final class StubHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private var head: HTTPRequestHead?
    private var count = 0
    private let port = Int.random(in: 0..<Int.max)

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            count = 0
            if head.uri.hasSuffix("/die"), !head.headers.contains(name: "Berth-Origin") { context.close(promise: nil) }
        case .body(let bytes): count += bytes.readableBytes
        case .end: if let head { answer(head, context) }
        }
    }

    private func answer(_ request: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let name = request.uri.split(separator: "/").last.map(String.init) ?? ""
        var headers: HTTPHeaders = [
            "Set-Cookie": "evil=1; Path=/", "Service-Worker-Allowed": "/", "X-Connection": "\(port)",
        ]
        var status = HTTPResponseStatus.ok
        switch name {
        case "big":
            context.write(Self.wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .ok))), promise: nil)
            let chunk = ByteBuffer(repeating: UInt8(ascii: "x"), count: 1 << 20)
            for _ in 0..<20 { context.write(Self.wrapOutboundOut(.body(.byteBuffer(chunk))), promise: nil) }
            context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
            return
        case "half":
            headers.add(name: "Content-Length", value: "1000")
            context.write(
                Self.wrapOutboundOut(.head(.init(version: .http1_1, status: .ok, headers: headers))), promise: nil)
            context.writeAndFlush(Self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: "x")))), promise: nil)
            return
        case "refused": status = .forbidden
        default: break
        }
        let lines = request.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
        let text = name == "count" ? "\(count)" : "\(request.method) \(request.uri)\n\(lines)\n"
        headers.add(name: "Content-Length", value: "\(text.utf8.count)")
        context.write(
            Self.wrapOutboundOut(.head(.init(version: .http1_1, status: status, headers: headers))), promise: nil)
        if request.method != .HEAD {
            context.write(Self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
        }
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed { context.close(promise: nil) }
    }
}

/// Accepts every WebSocket but those to `/refused`, and echoes bytes.
private final class EchoUpgrader: HTTPServerProtocolUpgrader {
    let supportedProtocol = "websocket"
    let requiredUpgradeHeaders: [String] = []

    private struct Refused: Error {}

    func buildUpgradeResponse(
        channel: any Channel, upgradeRequest: HTTPRequestHead, initialResponseHeaders: HTTPHeaders
    ) -> EventLoopFuture<HTTPHeaders> {
        if upgradeRequest.uri.contains("refused") { return channel.eventLoop.makeFailedFuture(Refused()) }
        var headers = initialResponseHeaders
        headers.add(name: "Sec-WebSocket-Accept", value: "abc")
        return channel.eventLoop.makeSucceededFuture(headers)
    }

    func upgrade(context: ChannelHandlerContext, upgradeRequest: HTTPRequestHead) -> EventLoopFuture<Void> {
        context.channel.eventLoop.makeCompletedFuture(
            Result { try context.channel.pipeline.syncOperations.addHandler(Echo()) })
    }
}

private final class Echo: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { context.writeAndFlush(data, promise: nil) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed { context.close(promise: nil) }
    }
}
