import Accounts
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// The public listener. Bound first, opened later, so that privileges can go in between.
enum Listener {
    /// Binds without accepting anybody. Throws `GatewayError`.
    static func bind(
        _ configuration: GatewayConfiguration, certificates: Certificates?, loops: Loops
    ) async throws -> any Channel {
        let address = "\(configuration.listenHost):\(configuration.listenPort)"
        guard configuration.listensOnLoopback || configuration.tls != nil || !configuration.trustedProxies.isEmpty
        else {
            throw GatewayError.plainTextBeyondLoopback(address)
        }
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.autoRead, value: false)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(TrafficHandler(loops.traffic))
                    if let certificates { try addTLS(to: channel, certificates, configuration) }
                    try addHandlers(to: channel, loops: loops)
                }
            }
        do {
            return try await bootstrap.bind(host: configuration.listenHost, port: configuration.listenPort).get()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw GatewayError.addressInUse(address)
        } catch {
            throw GatewayError.addressRefused(address, problem: "\(error)")
        }
    }

    /// Starts to accept.
    static func open(_ channel: any Channel) async throws {
        try await channel.setOption(.autoRead, value: true).get()
        channel.read()
    }

    private static func addTLS(
        to channel: any Channel, _ certificates: Certificates, _ configuration: GatewayConfiguration
    ) throws {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(PlainTextRefusal(hubURL: configuration.origins.url("/hub/")))
        try pipeline.addHandler(NIOSSLServerHandler(context: certificates.context))
    }

    private static func addHandlers(to channel: any Channel, loops: Loops) throws {
        guard let world = loops.state(of: channel.eventLoop) else { throw ChannelError.inappropriateOperationForState }
        let pipeline = channel.pipeline.syncOperations
        var framing = HTTPResponseEncoder.Configuration()
        framing.automaticallySetFramingHeaders = false
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = 16 * 1024
        limits.maxHeaderListSize = 32 * 1024
        limits.maxHeaderFieldCount = 128
        let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: limits)
        try pipeline.addHandler(HTTPResponseEncoder(configuration: framing), name: HandlerName.encoder)
        try pipeline.addHandler(ByteToMessageHandler(decoder), name: HandlerName.decoder)
        try pipeline.addHandler(HTTPServerPipelineHandler(), name: HandlerName.pipelining)
        try pipeline.addHandler(FrontHandler(world: world, channel: channel), name: HandlerName.front)
    }
}
