import NIOCore
import NIOHTTP1

/// Writes the body of a streamed answer, no faster than the client reads.
package struct StubWriter: Sendable {
    let channel: any Channel

    /// Returns when the bytes are in the socket.
    package func write(_ bytes: [UInt8]) async throws {
        try await send(.body(.byteBuffer(ByteBuffer(bytes: bytes))))
    }

    /// Returns when the bytes are in the socket.
    package func write(_ text: String) async throws {
        try await write(Array(text.utf8))
    }

    func send(_ part: HTTPServerResponsePart) async throws {
        try await channel.writeAndFlush(part).get()
    }

    /// Returns when the client has gone away.
    package func untilClosed() async {
        await untilCancelled()
    }
}

/// Suspends until the task is cancelled.
func untilCancelled() async {
    let (never, continuation) = AsyncStream.makeStream(of: Never.self)
    for await _ in never {}
    continuation.finish()
}
