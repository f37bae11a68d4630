import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// The public listener. Bound first, opened later, so that privileges can go in between.
enum Listener {
    /// Binds without accepting anybody. Throws `GatewayError`.
    static func bind(_ configuration: GatewayConfiguration, loops: Loops) async throws -> any Channel {
        let address = "\(configuration.listenHost):\(configuration.listenPort)"
        guard configuration.listensOnLoopback || configuration.tls != nil || configuration.tlsProxy else {
            throw GatewayError.plainTextBeyondLoopback(address)
        }
        let tls = try configuration.tls.map(context)
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.autoRead, value: false)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try addHandlers(to: channel, loops: loops, tls: tls) }
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

    private static func addHandlers(to channel: any Channel, loops: Loops, tls: NIOSSLContext?) throws {
        guard let world = loops.state(of: channel.eventLoop) else { throw ChannelError.inappropriateOperationForState }
        let pipeline = channel.pipeline.syncOperations
        if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
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

    private static func context(_ files: GatewayConfiguration.TLSFiles) throws -> NIOSSLContext {
        let chain: [NIOSSLCertificateSource]
        do {
            chain = try NIOSSLCertificate.fromPEMFile(files.certificatePath).map { .certificate($0) }
        } catch {
            throw GatewayError.certificate(files.certificatePath, problem: "\(error)")
        }
        do {
            let key = try NIOSSLPrivateKey(file: files.keyPath, format: .pem)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain, privateKey: .privateKey(key))
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = ["http/1.1"]
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw GatewayError.certificate(files.keyPath, problem: "\(error)")
        }
    }
}
