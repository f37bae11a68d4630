import CLinux
import Foundation
import Gateway
import Logging
import ServiceLifecycle
import Settings
import UnixSignals

#if canImport(Glibc)
import Glibc
#endif

/// The composition root of `berth gateway`: binds as whoever started it, becomes nobody of importance, serves.
struct GatewayProcess: Sendable {
    let options: SettingsOptions

    func run() async throws {
        let settings = try options.load()
        let logger = settings.logger("gateway")
        let state = StateDirectory(path: settings.stateDirectory)
        try state.prepare()
        let lock = try state.lock("gateway")
        let gateway = try UserIDs(named: settings.gatewayUser)
        var configuration = GatewayConfiguration(
            listenHost: settings.listen.host, listenPort: settings.listen.port, origins: try settings.origins(),
            hubSocketPath: state.hubSocket, controlSocketPath: state.controlSocket,
            tls: settings.tls.map { .init(certificatePath: $0.certificate, keyPath: $0.key) },
            trustedProxies: settings.trustedProxies, version: BerthVersion.text)
        configuration.limits.drain = .seconds(10)
        let server = GatewayServer(configuration: configuration, logger: logger) {
            guard geteuid() == 0 else { return }
            guard berth_drop_privileges(gateway.user, gateway.group) == 0 else {
                throw StartProblem("root could not be given up", remedy: "Check gateway_user.")
            }
        } onListening: { _ in
            ServiceManager().isReady()
        }
        var lifecycle = logger
        lifecycle.logLevel = max(.notice, logger.logLevel)
        var group = ServiceGroupConfiguration(
            services: [.init(service: server)], gracefulShutdownSignals: [.sigterm, .sigint], logger: lifecycle)
        group.maximumGracefulShutdownDuration = .seconds(15)
        try await ServiceGroup(configuration: group).run()
        withExtendedLifetime(lock) {}
    }
}
