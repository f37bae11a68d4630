import NIOCore

/// Stands before TLS: a client that speaks plain HTTP to this port is told so, instead of a cut connection.
final class PlainTextRefusal: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// The first byte of every TLS connection: a record of the handshake (RFC 8446, section 5.1).
    private static let handshake: UInt8 = 22

    private let hubURL: String

    init(hubURL: String) { self.hubURL = hubURL }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = Self.unwrapInboundIn(data)
        guard let first = bytes.readableBytesView.first, first != Self.handshake else {
            context.fireChannelRead(data)
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
            return
        }
        let text = "This port speaks https. Berth is at \(hubURL)\n"
        let answer = """
            HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: \(text.utf8.count)\r
            Connection: close\r\n\r\n\(text)
            """
        context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
        context.close(promise: nil)
    }
}
