import NIOCore
import NIOHTTP1
import NIOPosix

/// The sockets of a stub engine.
enum StubListener {
    typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>
    typealias Server = NIOAsyncChannel<Connection, Never>

    static func bind(_ path: String) async throws -> Server {
        try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true) { channel in
                channel.eventLoop.makeCompletedFuture {
                    // The framing is scripted: a body that ends with the connection must not become chunked.
                    var encoder = HTTPResponseEncoder.Configuration()
                    encoder.automaticallySetFramingHeaders = false
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(
                        withErrorHandling: false, withEncoderConfiguration: encoder)
                    return try Connection(wrappingChannelSynchronously: channel)
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
                    engine.opened(connection.channel)
                    group.addTask {
                        // Errors are broken connections: nothing a test did not ask for.
                        try? await StubConnection.serve(connection, for: engine)
                        engine.closed(connection.channel)
                    }
                }
            }
        }
    }
}
