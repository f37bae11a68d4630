import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// HTTP/1.1 over a Unix socket. The only file that knows the HTTP client.
///
/// It sends, and hands back the head of the answer with a body to pull, whatever the status. All errors, those of
/// bodies too, are `EngineError` (`unreachable`, `timeout`, `protocolViolation`) or `CancellationError`.
struct HTTPOverUnixSocket: Sendable {
    /// Which pool of connections a request uses, so that streams never take the place of short calls.
    enum Lane: Sendable {
        /// Short calls: at most 32 at once.
        case calls
        /// Streams, and calls that the engine is slow to answer by design: at most 512 at once; silence is normal.
        case streams
        /// Pulls and imports: a silence longer than `EngineTimeouts.pullSilence` ends them.
        case pulls
    }

    /// The head of an answer, and its body to pull.
    struct Response: Sendable {
        let status: Int
        let apiVersion: String?
        let contentType: String?
        let body: ResponseBody
    }

    private let socketPath: String
    private let base: String
    private let lostTouch: @Sendable () -> Void
    private let calls: HTTPClient
    private let streams: HTTPClient
    private let pulls: HTTPClient

    /// - Parameter lostTouch: called whenever the engine could not be reached or a connection to it broke.
    init(socketPath: String, pullSilence: Duration, lostTouch: @escaping @Sendable () -> Void) {
        self.socketPath = socketPath
        self.lostTouch = lostTouch
        base = "http+unix://" + Call.escaped(socketPath)
        calls = Self.client(connections: 32, silence: nil)
        streams = Self.client(connections: 512, silence: nil)
        pulls = Self.client(connections: 32, silence: TimeAmount(pullSilence))
    }

    /// Sends one request and returns when the head of the answer is there.
    func send(_ call: Call, version: APIVersion?, on lane: Lane) async throws -> Response {
        var request = HTTPClientRequest(url: base + call.uri(version: version))
        request.method = HTTPMethod(rawValue: call.method.rawValue)
        // Left to itself the HTTP client sends the socket's path, which engines built with Go 1.20.6 or later refuse.
        request.headers.add(name: "Host", value: "docker")
        if let login = call.registryLogin { request.headers.add(name: "X-Registry-Auth", value: login.header) }
        request.setBody(call.payload)
        let translate: @Sendable (any Error) -> any Error = { meaning(of: $0, call: call.label) }
        do {
            let response = try await client(of: lane).execute(request, deadline: .distantFuture)
            return Response(
                status: Int(response.status.code),
                apiVersion: response.headers.first(name: "Api-Version"),
                contentType: response.headers.first(name: "Content-Type"),
                body: ResponseBody(base: response.body, translate: translate))
        } catch {
            throw translate(error)
        }
    }

    /// Closes all connections; what is under way fails.
    func shutdown() async {
        for client in [calls, streams, pulls] {
            // Its only errors are that it was shut down before, and connections that could not be closed cleanly.
            try? await client.shutdown()
        }
    }

    private func client(of lane: Lane) -> HTTPClient {
        switch lane {
        case .calls: calls
        case .streams: streams
        case .pulls: pulls
        }
    }

    private static func client(connections: Int, silence: TimeAmount?) -> HTTPClient {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(2), read: silence),
            decompression: .disabled)
        configuration.httpVersion = .http1Only
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        // A missing socket is an answer: say so at once instead of trying until the deadline.
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }
}

/// The bytes of an answer, as they come. Pulled: what is not asked for stays in the socket. Iterate once.
struct ResponseBody: AsyncSequence, Sendable {
    fileprivate let base: HTTPClientResponse.Body
    fileprivate let translate: @Sendable (any Error) -> any Error

    struct Iterator: AsyncIteratorProtocol {
        fileprivate var base: HTTPClientResponse.Body.AsyncIterator
        fileprivate let translate: @Sendable (any Error) -> any Error

        mutating func next() async throws -> ByteBuffer? {
            do {
                return try await base.next()
            } catch {
                throw translate(error)
            }
        }
    }

    func makeAsyncIterator() -> Iterator {
        Iterator(base: base.makeAsyncIterator(), translate: translate)
    }

    /// All of it; `EngineError.protocolViolation` when it is longer than `limit` bytes.
    func collected(upTo limit: Int, call: String) async throws -> ByteBuffer {
        var whole = ByteBuffer()
        for try await var chunk in self {
            guard whole.readableBytes + chunk.readableBytes <= limit else {
                throw EngineError.protocolViolation("\(call): more than \(limit) bytes")
            }
            whole.writeBuffer(&chunk)
        }
        return whole
    }
}

extension HTTPOverUnixSocket {
    /// What an error of the HTTP client means: an `EngineError` or `CancellationError`.
    private func meaning(of error: any Error, call: String) -> any Error {
        let meaning: any Error =
            switch error {
            case is EngineError: error
            case is CancellationError: Self.cancelled
            case let error as HTTPClientError: Self.meaning(of: error, call: call)
            case let error as IOError: EngineError.unreachable(reason: reason(of: error))
            case is HTTPParserError: EngineError.unreachable(reason: "the connection broke in the middle of an answer")
            default: EngineError.unreachable(reason: "\(type(of: error))")
            }
        if case EngineError.unreachable = meaning { lostTouch() }
        return meaning
    }

    private static func meaning(of error: HTTPClientError, call: String) -> any Error {
        switch error {
        case .cancelled: cancelled
        case .deadlineExceeded, .readTimeout, .connectTimeout, .getConnectionFromPoolTimeout:
            EngineError.timeout(call: call)
        case .remoteConnectionClosed: EngineError.unreachable(reason: "it closed the connection")
        case .alreadyShutdown: EngineError.unreachable(reason: shutDown)
        default: EngineError.unreachable(reason: error.shortDescription)
        }
    }

    /// The HTTP client cancels what is under way when the task is cancelled, and when it is shut down.
    private static var cancelled: any Error {
        Task.isCancelled ? CancellationError() : EngineError.unreachable(reason: shutDown)
    }

    private static let shutDown = "the client was shut down"

    private func reason(of error: IOError) -> String {
        switch error.errnoCode {
        case 2: "there is no socket at \(socketPath)"
        case 13: "no permission to open \(socketPath)"
        case 111: "nothing listens at \(socketPath)"
        default: "\(socketPath): error \(error.errnoCode)"
        }
    }
}

extension HTTPClientRequest {
    fileprivate mutating func setBody(_ payload: Call.Payload) {
        switch payload {
        case .none:
            // An empty body gives a POST its `Content-Length: 0`.
            if method == .POST { body = .bytes(ByteBuffer()) }
        case .json(let bytes):
            headers.add(name: "Content-Type", value: "application/json")
            body = .bytes(bytes)
        case .archive(let chunks, let length):
            headers.add(name: "Content-Type", value: "application/x-tar")
            body = .archive(chunks, length: length.map { .known($0) } ?? .unknown)
        }
    }
}

extension HTTPClientRequest.Body {
    fileprivate static func archive(
        _ chunks: some AsyncSequence<ByteBuffer, any Error> & Sendable, length: Length
    ) -> Self {
        .stream(chunks, length: length)
    }
}
