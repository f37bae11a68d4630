import NIOCore
import NIOHTTP1
import NIOPosix
import Servers

/// Where a request goes. Connections are never shared between containers, whatever their address.
enum BackendTarget: Hashable {
    case hub
    case container(ContainerID, Endpoint)
}

/// Connections of one event loop to containers and to `serve`: made, kept between requests, closed.
final class BackendPool {
    /// An idle connection is kept this long; Jupyter itself keeps one for an hour, proxies usually a minute.
    private static let lifetime = TimeAmount.seconds(30)
    private static let mostIdle = 32

    private struct Idle {
        let backend: BackendHandler
        let since: NIODeadline
    }

    private let loop: any EventLoop
    private let configuration: GatewayConfiguration
    private var idle: [BackendTarget: [Idle]] = [:]

    init(loop: any EventLoop, configuration: GatewayConfiguration) {
        self.loop = loop
        self.configuration = configuration
    }

    /// The idle connection that was used last, unless that is longer ago than `age`.
    func take(_ target: BackendTarget, idleAtMost age: TimeAmount) -> BackendHandler? {
        let now = NIODeadline.now()
        guard let last = idle[target]?.last, now - last.since <= age, last.backend.isUsable else { return nil }
        idle[target]?.removeLast()
        return last.backend
    }

    func put(_ backend: BackendHandler) {
        guard backend.isUsable, idle[backend.target, default: []].count < Self.mostIdle else { return backend.close() }
        backend.resumeReading()
        backend.onIdleEnd = { [weak self] backend in self?.forget(backend) }
        idle[backend.target, default: []].append(Idle(backend: backend, since: .now()))
    }

    /// Opens a connection. With `halfClose` the two directions end one by one, as a tunnel needs.
    func connect(_ target: BackendTarget, halfClose: Bool) -> EventLoopFuture<any Channel> {
        let bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(TimeAmount(configuration.limits.connect))
            .channelOption(.allowRemoteHalfClosure, value: halfClose)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try Self.addHandlers(to: channel, target) }
            }
        switch target {
        case .hub:
            return bootstrap.connect(unixDomainSocketPath: configuration.hubSocketPath)
        case .container(_, let endpoint):
            do {
                return bootstrap.connect(to: try SocketAddress(ipAddress: endpoint.host, port: endpoint.port))
            } catch {
                return loop.makeFailedFuture(error)
            }
        }
    }

    private static func addHandlers(to channel: any Channel, _ target: BackendTarget) throws {
        var framing = HTTPRequestEncoder.Configuration()
        framing.automaticallySetFramingHeaders = false
        let decoder = HTTPResponseDecoder(leftOverBytesStrategy: .forwardBytes, informationalResponseStrategy: .drop)
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(HTTPRequestEncoder(configuration: framing), name: HandlerName.encoder)
        try pipeline.addHandler(ByteToMessageHandler(decoder), name: HandlerName.decoder)
        try pipeline.addHandler(BackendHandler(target: target), name: HandlerName.backend)
    }

    private func forget(_ backend: BackendHandler) {
        idle[backend.target]?.removeAll { $0.backend === backend }
        if idle[backend.target]?.isEmpty ?? false { idle[backend.target] = nil }
    }

    // MARK: Closing

    func evict(_ container: ContainerID) {
        close { target, _ in if case .container(container, _) = target { true } else { false } }
    }

    func expire(_ now: NIODeadline) { close { _, since in now - since > Self.lifetime } }

    func closeAll() { close { _, _ in true } }

    private func close(where matches: (BackendTarget, NIODeadline) -> Bool) {
        let ended = idle.flatMap { target, list in list.filter { matches(target, $0.since) } }
        for item in ended {
            forget(item.backend)
            item.backend.close()
        }
    }
}

/// What the handlers of a connection are called in its pipeline.
enum HandlerName {
    static let encoder = "berth.encoder"
    static let decoder = "berth.decoder"
    static let pipelining = "berth.pipelining"
    static let front = "berth.front"
    static let backend = "berth.backend"
}
