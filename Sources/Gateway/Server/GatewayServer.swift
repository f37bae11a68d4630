import Foundation
import GatewayControl
package import Logging
import NIOCore
import NIOPosix
import Servers
import ServiceLifecycle

/// The gateway process: the one public listener, and the control socket for `serve`. It holds no database and no engine
/// socket; while `serve` is away it goes on with what it knows.
package final class GatewayServer: Service {
    private let configuration: GatewayConfiguration
    private let logger: Logger
    private let afterBind: @Sendable () throws -> Void
    private let onListening: @Sendable (SocketAddress?) -> Void

    /// Takes what it is started with. `afterBind` is called once both sockets are bound and before anybody is served:
    /// there privileges can be dropped. What it throws ends `run`. `onListening` is told the port then.
    package init(
        configuration: GatewayConfiguration, logger: Logger, afterBind: @escaping @Sendable () throws -> Void = {},
        onListening: @escaping @Sendable (_ port: Int?) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.logger = logger
        self.afterBind = afterBind
        self.onListening = { onListening($0?.port) }
    }

    /// Serves until graceful shutdown: idle connections and tunnels then close at once, what runs has
    /// `GatewayLimits.drain`. Throws `GatewayError` when a socket cannot be bound.
    package func run() async throws {
        let switchboard = Switchboard(origins: configuration.origins, limits: configuration.limits, logger: logger)
        let loops = try await Loops(
            group: MultiThreadedEventLoopGroup.singleton, switchboard: switchboard, configuration: configuration)
        let certificates = try configuration.tls.map { try Certificates($0) }
        let listener = try await Listener.bind(configuration, certificates: certificates, loops: loops)
        let control: any Channel
        do {
            control = try await ControlSocket.bind(
                path: configuration.controlSocketPath, switchboard: switchboard, loops: loops,
                hello: hello(listener, startedAt: switchboard.time), logger: logger)
            try afterBind()
        } catch {
            try? await listener.close()
            throw error
        }
        try await Listener.open(listener)
        logger.notice("the gateway listens", metadata: ["address": "\(address(of: listener))"])
        onListening(listener.localAddress)
        if let certificates { switchboard.note(certificates.report) }
        await work(switchboard, loops, certificates)
        switchboard.report()
        try? await listener.close()
        await drain(loops)
        try? await control.close()
        unlink(configuration.controlSocketPath)
    }

    private func hello(_ listener: any Channel, startedAt: Timestamp) -> GatewayMessage {
        .hello(
            version: configuration.version, pid: getpid(), startedAt: startedAt, listening: address(of: listener))
    }

    private func address(of listener: any Channel) -> String {
        "\(configuration.listenHost):\(listener.localAddress?.port ?? configuration.listenPort)"
    }

    /// Reports activity, ends what waited too long and reads a renewed certificate, until shutdown.
    private func work(_ switchboard: Switchboard, _ loops: Loops, _ certificates: Certificates?) async {
        try? await cancelWhenGracefulShutdown { [limits = configuration.limits] in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await Self.each(limits.activity) { switchboard.report() } }
                group.addTask { try await Self.each(.seconds(1)) { loops.onEach { $0.tick() } } }
                if let certificates {
                    group.addTask {
                        try await Self.each(limits.certificates) { self.renew(certificates, switchboard) }
                    }
                }
                try await group.next()
            }
        }
    }

    private static func each(_ pause: Duration, _ body: () -> Void) async throws {
        while true {
            try await Task.sleep(for: pause)
            body()
        }
    }

    private func renew(_ certificates: Certificates, _ switchboard: Switchboard) {
        guard certificates.refresh() else { return }
        let report = certificates.report
        switchboard.note(report)
        if let problem = report.problem {
            logger.warning(
                "the changed certificate cannot be used; the one before stays", metadata: ["problem": "\(problem)"])
        } else {
            logger.notice(
                "new connections get the changed certificate", metadata: ["expires": "\(report.expiresAt)"])
        }
    }

    private func drain(_ loops: Loops) async {
        loops.onEach { $0.drain() }
        let clock = ContinuousClock()
        let end = clock.now + configuration.limits.drain
        while await loops.connections() > 0, clock.now < end, !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(50))
        }
        loops.onEach { $0.closeAll() }
    }
}
