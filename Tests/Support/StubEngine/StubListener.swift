import NIOCore
import NIOHTTP1
import NIOPosix

/// The sockets of a stub engine.
enum StubListener {
    typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>
    typealias Server = NIOAsyncChannel<any Channel, Never>

    /// Listens at the engine's path. Connections are the engine's from the moment they are there, so that its stop breaks
    /// those, too, that were never served.
    static func bind(_ engine: StubEngine) async throws -> Server {
        try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.autoRead, value: false)
            .bind(unixDomainSocketPath: engine.socketPath, cleanupExistingSocketFile: true) { channel in
                engine.opened(channel)
                channel.closeFuture.whenComplete { _ in engine.closed(channel) }
                return channel.eventLoop.makeCompletedFuture {
                    // The framing is scripted: a body that ends with the connection must not become chunked.
                    var encoder = HTTPResponseEncoder.Configuration()
                    encoder.automaticallySetFramingHeaders = false
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(
                        withErrorHandling: false, withEncoderConfiguration: encoder)
                    return channel
                }
            }
    }

    /// Serves every listener that the engine starts, until it is finished.
    static func serve(_ engine: StubEngine) async {
        await withDiscardingTaskGroup { group in
            for await server in engine.starts {
                group.addTask {
                    // Its error is that the listener was closed, which is how a stop looks.
                    try? await accept(server, for: engine)
                }
            }
        }
    }

    private static func accept(_ server: Server, for engine: StubEngine) async throws {
        try await server.executeThenClose { inbound in
            try await withThrowingDiscardingTaskGroup { group in
                for try await connection in inbound {
                    group.addTask {
                        // Errors are broken connections: nothing a test did not ask for.
                        try? await StubConnection.serve(connection.asynchronous(), for: engine)
                        try? await connection.close()
                    }
                }
            }
        }
    }
}
