import NIOCore
import NIOHTTP1

/// The end of a connection to a container or to `serve`: hands what arrives to the exchange that uses it.
final class BackendHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    let target: BackendTarget
    /// Who uses it now.
    var exchange: Exchange?
    /// Told once when an idle connection ends.
    var onIdleEnd: ((BackendHandler) -> Void)?
    private var context: ChannelHandlerContext?
    private var holdsRead = false

    init(target: BackendTarget) { self.target = target }

    var isUsable: Bool { context?.channel.isActive ?? false }
    var isWritable: Bool { context?.channel.isWritable ?? false }
    var channel: (any Channel)? { context?.channel }

    func send(_ part: HTTPClientRequestPart, flush: Bool) {
        guard let context else { return }
        context.write(Self.wrapOutboundOut(part), promise: nil)
        if flush { context.flush() }
    }

    func close() { context?.close(promise: nil) }

    /// The client takes bytes again.
    func resumeReading() {
        guard holdsRead, let context else { return }
        holdsRead = false
        context.read()
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        exchange = nil
    }

    func read(context: ChannelHandlerContext) {
        if exchange?.clientTakesMore ?? true { context.read() } else { holdsRead = true }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // An idle connection has nothing to say: whoever speaks unasked is not used again.
        guard let exchange else { return context.close(promise: nil) }
        switch Self.unwrapInboundIn(data) {
        case .head(let head): exchange.backendHead(head)
        case .body(let bytes): exchange.backendBody(bytes)
        case .end: exchange.backendEnd()
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        exchange?.backendPaused()
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { exchange?.backendWritable() }
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        ended()
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        ended()
        context.fireChannelInactive()
    }

    private func ended() {
        onIdleEnd?(self)
        onIdleEnd = nil
        let user = exchange
        exchange = nil
        user?.backendLost(self)
    }
}
