import NIOCore
import NIOHTTP1
import Servers
import Synchronization

/// Counts what goes through the gateway, on all loops.
final class TrafficMeter: Sendable {
    private static let kinds = ["none", "1xx", "2xx", "3xx", "4xx", "5xx"]

    private let since: Timestamp
    private let requests = Mutex([Int64](repeating: 0, count: TrafficMeter.kinds.count))
    private let received = Atomic<Int64>(0)
    private let sent = Atomic<Int64>(0)
    private let connections = Atomic<Int64>(0)
    private let webSockets = Atomic<Int64>(0)

    init(since: Timestamp) { self.since = since }

    /// A request is over, with this status where its answer began.
    func note(_ status: HTTPResponseStatus?) {
        let kind = status.map { Int($0.code / 100) } ?? 0
        requests.withLock { counts in if counts.indices.contains(kind) { counts[kind] += 1 } }
    }

    /// A connection became a WebSocket; it is one until it closes.
    func noteTunnel(_ channel: any Channel) {
        webSockets.add(1, ordering: .relaxed)
        channel.closeFuture.whenComplete { _ in self.webSockets.subtract(1, ordering: .relaxed) }
    }

    fileprivate func opened() { connections.add(1, ordering: .relaxed) }
    fileprivate func closed() { connections.subtract(1, ordering: .relaxed) }
    fileprivate func read(_ count: Int) { received.add(Int64(count), ordering: .relaxed) }
    fileprivate func wrote(_ count: Int) { sent.add(Int64(count), ordering: .relaxed) }

    var traffic: GatewayTraffic {
        let counts = requests.withLock { $0 }
        return GatewayTraffic(
            since: since, requests: Dictionary(uniqueKeysWithValues: zip(Self.kinds, counts)),
            receivedBytes: received.load(ordering: .relaxed), sentBytes: sent.load(ordering: .relaxed),
            connections: connections.load(ordering: .relaxed), webSockets: webSockets.load(ordering: .relaxed))
    }
}

/// Counts a client's connection and its bytes as they are on the wire: first in the pipeline, before TLS.
final class TrafficHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = IOData

    private let meter: TrafficMeter

    init(_ meter: TrafficMeter) { self.meter = meter }

    func channelActive(context: ChannelHandlerContext) {
        meter.opened()
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        meter.closed()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        meter.read(Self.unwrapInboundIn(data).readableBytes)
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        meter.wrote(Self.unwrapOutboundIn(data).readableBytes)
        context.write(data, promise: promise)
    }
}
