import NIOCore
import NIOHTTP1

/// One client of a stub engine: reads requests, writes answers, and cancels an answer whose client has gone.
enum StubConnection {
    static func serve(_ connection: StubListener.Connection, for engine: StubEngine) async throws {
        // Answers do not go through the async writer: it returns before the bytes are in the socket.
        let writer = StubWriter(channel: connection.channel)
        try await connection.executeThenClose { inbound, _ in
            let (requests, continuation) = AsyncStream.makeStream(of: StubRequest.self)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await read(inbound) { continuation.yield($0) }
                }
                group.addTask {
                    for await request in requests {
                        let response = await engine.answer(request)
                        guard try await write(response, to: writer) else { return }
                    }
                }
                // Whichever ends first, the client or the answers, ends the connection.
                defer { group.cancelAll() }
                try await group.next()
            }
        }
    }

    private static func read(
        _ inbound: NIOAsyncChannelInboundStream<HTTPServerRequestPart>, _ emit: (StubRequest) -> Void
    ) async throws {
        var head: HTTPRequestHead?
        var body: [UInt8] = []
        for try await part in inbound {
            switch part {
            case .head(let next):
                head = next
                body = []
            case .body(let bytes):
                body += bytes.readableBytesView
            case .end:
                guard let head else { continue }
                emit(
                    StubRequest(
                        method: head.method.rawValue, uri: head.uri, headers: head.headers.map { ($0.name, $0.value) },
                        body: body))
            }
        }
    }

    /// Writes an answer; false when the connection must be closed now.
    private static func write(_ response: StubResponse, to writer: StubWriter) async throws -> Bool {
        switch response.body {
        case .close:
            return false
        case .hang:
            await untilCancelled()
            return false
        case .bytes(let bytes):
            try await writer.send(.head(head(of: response, length: bytes.count)))
            try await writer.write(bytes)
            try await writer.send(.end(nil))
            return true
        case .stream(let framing, let write):
            try await writer.send(.head(head(of: response, framing: framing)))
            try await write(writer)
            guard framing == .chunked else { return false }
            try await writer.send(.end(nil))
            return true
        }
    }

    private static func head(of response: StubResponse, length: Int) -> HTTPResponseHead {
        var head = bareHead(of: response)
        // A 204 and a 304 have no body and no length.
        if response.status != 204, response.status != 304 {
            head.headers.replaceOrAdd(name: "Content-Length", value: "\(length)")
        }
        return head
    }

    private static func head(of response: StubResponse, framing: StubFraming) -> HTTPResponseHead {
        var head = bareHead(of: response)
        switch framing {
        case .chunked: head.headers.replaceOrAdd(name: "Transfer-Encoding", value: "chunked")
        case .untilClose: head.headers.replaceOrAdd(name: "Connection", value: "close")
        }
        return head
    }

    private static func bareHead(of response: StubResponse) -> HTTPResponseHead {
        HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: response.status),
            headers: HTTPHeaders(response.headers.map { ($0.name, $0.value) }))
    }
}
