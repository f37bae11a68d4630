import NIOCore

/// One end of a tunnel: what arrives here leaves at the other end. Each end reads only while the other takes more, and each
/// direction ends by itself.
final class GlueHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private weak var peer: GlueHandler?
    private var context: ChannelHandlerContext?
    private var holdsRead = false
    private var inputEnded = false
    private var outputEnded = false
    /// Reads what the client sends, where it counts; nil at the container's end.
    private var frames: FrameHeads?
    private let onData: () -> Void
    /// Nothing counts before.
    private var notesFrom = NIODeadline.distantFuture
    private var notedAt: NIODeadline?

    /// Activity is noted at most this often for each tunnel.
    private static let noteEvery = TimeAmount.seconds(1)

    private init(frames: FrameHeads?, onData: @escaping () -> Void) {
        self.frames = frames
        self.onData = onData
    }

    /// Two ends that belong together.
    ///
    /// - Parameters:
    ///   - notesAfter: from when on data frames count that the client sends: what a page sends by itself when it connects
    ///     does not. Nil: none count.
    ///   - onData: called for those that count, never for pings.
    static func pair(
        notesAfter: TimeAmount?, onData: @escaping () -> Void
    ) -> (client: GlueHandler, container: GlueHandler) {
        let client = GlueHandler(frames: notesAfter.map { _ in FrameHeads() }, onData: onData)
        if let notesAfter { client.notesFrom = .now() + notesAfter }
        let container = GlueHandler(frames: nil) {}
        client.peer = container
        container.peer = client
        return (client, container)
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func read(context: ChannelHandlerContext) {
        if peer?.takesMore ?? true { context.read() } else { holdsRead = true }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = Self.unwrapInboundIn(data)
        if frames?.consume(bytes.readableBytesView) ?? false { note() }
        peer?.send(bytes)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        peer?.context?.flush()
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { peer?.resumeReading() }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let event = event as? ChannelEvent, event == .inputClosed else {
            return context.fireUserInboundEventTriggered(event)
        }
        inputEnded = true
        peer?.endOutput()
        closeIfEnded()
    }

    func channelInactive(context: ChannelHandlerContext) {
        peer?.context?.close(promise: nil)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        peer?.context?.close(promise: nil)
        context.close(promise: nil)
    }

    private var takesMore: Bool { context?.channel.isWritable ?? true }

    private func send(_ bytes: ByteBuffer) { context?.write(Self.wrapOutboundOut(bytes), promise: nil) }

    private func resumeReading() {
        guard holdsRead, let context else { return }
        holdsRead = false
        context.read()
    }

    private func endOutput() {
        guard !outputEnded, let context else { return }
        outputEnded = true
        context.flush()
        context.close(mode: .output, promise: nil)
        closeIfEnded()
    }

    private func closeIfEnded() {
        if inputEnded, outputEnded { context?.close(promise: nil) }
    }

    private func note() {
        let now = NIODeadline.now()
        guard now >= notesFrom else { return }
        if let notedAt, now - notedAt < Self.noteEvery { return }
        notedAt = now
        onData()
    }
}
