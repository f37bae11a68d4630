import GatewayControl
import Logging
import NIOCore

/// One connection of `serve` to the control socket.
final class ControlSession: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let switchboard: Switchboard
    private let loops: Loops
    private let hello: GatewayMessage
    private let logger: Logger

    init(switchboard: Switchboard, loops: Loops, hello: GatewayMessage, logger: Logger) {
        self.switchboard = switchboard
        self.loops = loops
        self.hello = hello
        self.logger = logger
    }

    func channelActive(context: ChannelHandlerContext) {
        switchboard.link(context.channel, hello)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let message = ControlCodec.message(ControlMessage.self, from: Self.unwrapInboundIn(data)) else {
            logger.warning("a message of serve was not understood")
            return
        }
        let effects = switchboard.receive(message, from: context.channel)
        if !effects.isEmpty { loops.apply(effects) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        switchboard.unlink(context.channel)
        logger.notice("serve has gone; what is known stays")
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        logger.warning("the connection to serve failed", metadata: ["error": "\(error)"])
        context.close(promise: nil)
    }
}
