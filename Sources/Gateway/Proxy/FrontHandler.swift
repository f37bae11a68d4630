import NIOCore
import NIOHTTP1

/// The client's end of a connection: one request after the other, each an `Exchange`. Owns the connection's limits and its
/// end; what an answer is, the exchange decides.
final class FrontHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// Of a body that nobody wants, this much is read before the connection is cut. 1 MiB.
    private static let mostDiscarded = 1024 * 1024

    let world: LoopState
    let lease: Lease
    private var context: ChannelHandlerContext?
    private var exchange: Exchange?
    private var holdsRead = false
    /// Bytes read of a request body whose answer is already written; nil when there is none.
    private var discarded: Int?
    private var isClosing = false
    private var isAnswerOut = false

    init(world: LoopState, channel: any Channel) {
        self.world = world
        lease = Lease(channel: channel)
    }

    var channel: any Channel { lease.channel }
    var isWritable: Bool { lease.channel.isWritable }

    // MARK: For the exchange

    func write(_ part: HTTPServerResponsePart) { context?.write(Self.wrapOutboundOut(part), promise: nil) }

    func flush() { context?.flush() }

    /// The answer is complete. `requestEnded` tells whether the whole request has come.
    func finish(requestEnded: Bool, close: Bool) {
        guard let context else { return }
        exchange = nil
        lease.access = nil
        lease.route = nil
        lease.waitingSince = .now()
        discarded = requestEnded ? nil : 0
        isClosing = close || world.isDraining
        let promise = isClosing ? context.eventLoop.makePromise(of: Void.self) : nil
        promise?.futureResult.assumeIsolated().whenComplete { _ in
            self.isAnswerOut = true
            self.closeIfDone()
        }
        // What is pipelined may start within this write: everything is set before it.
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: promise)
        resumeReading()
    }

    /// The answer cannot be completed: the client must not take it for whole.
    func abort() {
        exchange = nil
        channel.close(promise: nil)
    }

    func resumeReading() {
        guard holdsRead, let context else { return }
        holdsRead = false
        context.read()
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        world.add(lease)
        let world = world
        let lease = lease
        channel.closeFuture.assumeIsolated().whenComplete { _ in world.remove(lease) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        exchange = nil
    }

    func read(context: ChannelHandlerContext) {
        if exchange?.takesMore ?? true { context.read() } else { holdsRead = true }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head(let head): began(head)
        case .body(let bytes): discarded == nil ? exchange?.body(bytes) : discard(bytes.readableBytes)
        case .end: discarded == nil ? exchange?.end() : discardedAll()
        }
    }

    private func began(_ head: HTTPRequestHead) {
        guard !isClosing else { return }
        lease.waitingSince = nil
        let arrival = world.configuration.proxies.arrival(head, from: channel.remoteAddress?.ipAddress ?? "unknown")
        let exchange = Exchange(arrival, front: self)
        self.exchange = exchange
        exchange.start()
    }

    private func discard(_ count: Int) {
        let total = (discarded ?? 0) + count
        discarded = total
        if total > Self.mostDiscarded { channel.close(promise: nil) }
    }

    private func discardedAll() {
        discarded = nil
        closeIfDone()
    }

    /// The last answer is with the client, and so is what it still had to say: else a reset could destroy the answer.
    private func closeIfDone() {
        if isClosing, isAnswerOut, discarded == nil { channel.close(promise: nil) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        exchange?.clientPaused()
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        lease.stalledSince = context.channel.isWritable ? nil : .now()
        if context.channel.isWritable { exchange?.clientWritable() }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // A client that will send nothing more has gone, as far as HTTP is concerned.
        if let event = event as? ChannelEvent, event == .inputClosed {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        let gone = exchange
        exchange = nil
        gone?.clientGone()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let problem = error as? HTTPParserError, exchange == nil, discarded == nil, !isClosing else {
            return context.close(promise: nil)
        }
        isClosing = true
        let status: HTTPResponseStatus = problem == .headerOverflow ? .requestHeaderFieldsTooLarge : .badRequest
        let answer = Answer.problem(
            Rejection(
                status: status.code, code: problem == .headerOverflow ? "headers_too_large" : "bad_request",
                message: "The request cannot be used."), html: false)
        write(.head(answer.head(closing: true)))
        write(.body(.byteBuffer(answer.body)))
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil))).assumeIsolated().whenComplete { [channel] _ in
            channel.close(promise: nil)
        }
    }
}
