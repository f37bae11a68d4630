import NIOCore
import NIOHTTP1
import NIOPosix
import Support
import Testing

/// A client of raw bytes on one connection, for HTTP answers and for what follows a 101.
struct Client {
    struct Answer {
        let status: Int
        let headers: HTTPHeaders
        let body: ByteBuffer
        var text: String { String(buffer: body) }
    }

    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var rest = ByteBuffer()

    /// Connects, hands the client to `body`, closes.
    static func with<Result: Sendable>(
        port: Int, _ body: @Sendable @escaping (inout Client) async throws -> Result
    ) async throws -> Result {
        let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer> = try await ClientBootstrap(
            group: MultiThreadedEventLoopGroup.singleton
        ).channelOption(.autoRead, value: false).connect(host: "127.0.0.1", port: port).get().asynchronous()
        return try await channel.executeThenClose { inbound, outbound in
            var client = Client(inbound: inbound.makeAsyncIterator(), outbound: outbound)
            return try await body(&client)
        }
    }

    func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }

    func send(_ bytes: ByteBuffer) async throws { try await outbound.write(bytes) }

    /// Sends a request without a body.
    func request(_ method: String, _ uri: String, host: String, _ lines: [String] = []) async throws {
        let all = ["\(method) \(uri) HTTP/1.1", "Host: \(host)"] + lines
        try await send(all.joined(separator: "\r\n") + "\r\n\r\n")
    }

    mutating func ask(_ method: String, _ uri: String, host: String, _ lines: [String] = []) async throws -> Answer {
        try await request(method, uri, host: host, lines)
        return try await answer(hasBody: method != "HEAD")
    }

    /// Reads one answer, by its length or its chunks.
    mutating func answer(hasBody: Bool = true) async throws -> Answer {
        let lines = try await line().split(separator: " ")
        let status = try #require(lines.dropFirst().first.flatMap { Int($0) })
        var headers = HTTPHeaders()
        while true {
            let text = try await line()
            if text.isEmpty { break }
            let parts = text.split(separator: ":", maxSplits: 1)
            headers.add(name: String(parts[0]), value: String(parts[1].drop { $0 == " " }))
        }
        var body = ByteBuffer()
        if hasBody, let length = headers.first(name: "content-length").flatMap({ Int($0) }) {
            body = try await bytes(length)
        } else if hasBody, headers.first(name: "transfer-encoding") == "chunked" {
            while let size = Int(try await line(), radix: 16), size > 0 {
                body.writeImmutableBuffer(try await bytes(size))
                _ = try await line()
            }
            _ = try await line()
        }
        return Answer(status: status, headers: headers, body: body)
    }

    mutating func bytes(_ count: Int) async throws -> ByteBuffer {
        while rest.readableBytes < count { try await more() }
        let slice = rest.readSlice(length: count)
        return try #require(slice)
    }

    /// Reads until the connection ends; answers how many bytes still came.
    mutating func drain() async -> Int {
        var count = rest.readableBytes
        while let next = try? await inbound.next() { count += next.readableBytes }
        return count
    }

    private mutating func line() async throws -> String {
        while true {
            if let end = rest.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) {
                let text = rest.readString(length: end - rest.readerIndex) ?? ""
                rest.moveReaderIndex(forwardBy: 1)
                return text.hasSuffix("\r") ? String(text.dropLast()) : text.replacing("\r", with: "")
            }
            try await more()
        }
    }

    private mutating func more() async throws {
        let received = try await inbound.next()
        var next = try #require(received, "the connection ended")
        rest.discardReadBytes()
        rest.writeBuffer(&next)
    }
}
