import Foundation
import GatewayControl
import Logging
import NIOCore
import NIOPosix

/// The control socket's listening end: only its owner may connect, and a stale file of a gateway that died is replaced.
enum ControlSocket {
    /// Throws `GatewayError`.
    static func bind(
        path: String, switchboard: Switchboard, loops: Loops, hello: GatewayMessage, logger: Logger
    ) async throws -> any Channel {
        try await removeStale(path)
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(
                        ByteToMessageHandler(ControlLineDecoder()),
                        ControlSession(switchboard: switchboard, loops: loops, hello: hello, logger: logger))
                }
            }
        // The mask holds for the process: it is put back as soon as the file is there. Whoever else sets it meanwhile
        // cannot open the socket to others: its mode is set once more.
        let mask = umask(0o177)
        defer { umask(mask) }
        do {
            let channel = try await bootstrap.bind(unixDomainSocketPath: path).get()
            chmod(path, 0o600)
            return channel
        } catch {
            throw GatewayError.controlSocket(path, problem: "\(error)")
        }
    }

    private static func removeStale(_ path: String) async throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        let answering = try? await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(2)).connect(unixDomainSocketPath: path).get()
        if let answering {
            try? await answering.close()
            throw GatewayError.controlSocketTaken(path)
        }
        guard unlink(path) == 0 else {
            throw GatewayError.controlSocket(path, problem: String(cString: strerror(errno)))
        }
    }
}
