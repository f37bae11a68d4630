import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

/// HTTP to the hub. The only file that knows the HTTP client.
///
/// It sends, and hands back the head of the answer with a body to pull, whatever the status. All errors, those of
/// bodies too, are `HubError` or `CancellationError`.
struct HubTransport: Sendable {
    /// Which pool of connections a call uses.
    enum Lane: Sendable {
        /// Short calls.
        case calls
        /// Server-sent events: the hub says something every 8 seconds, so a silence of 45 means that it is gone.
        case events
        /// Logs: silence is normal.
        case logs
    }

    struct Response: Sendable {
        let status: Int
        let headers: [String: String]
        let body: HubBody
    }

    let address: HubAddress
    private let token: String?
    private let clients: [Lane: HTTPClient]

    init(address: HubAddress, token: String?) {
        self.address = address
        self.token = token
        clients = [
            .calls: Self.client(silence: nil), .events: Self.client(silence: .seconds(45)),
            .logs: Self.client(silence: nil),
        ]
    }

    /// Sends one request and returns when the head of the answer is there.
    func send(_ call: HubCall, on lane: Lane) async throws -> Response {
        guard let client = clients[lane] else { throw HubError.badAnswer("no such lane") }
        let url = address.base
        let translate: @Sendable (any Error) -> any Error = { Self.meaning(of: $0, call: call.label, url: url) }
        do {
            let response = try await client.execute(request(call), deadline: .distantFuture)
            let headers = response.headers.map { ($0.name.lowercased(), $0.value) }
            return Response(
                status: Int(response.status.code), headers: Dictionary(headers) { first, _ in first },
                body: HubBody(base: response.body, translate: translate))
        } catch {
            throw translate(error)
        }
    }

    /// Closes all connections; what is under way fails.
    func shutdown() async {
        // Its only errors are that it was shut down before, and connections that could not be closed cleanly.
        for client in clients.values { try? await client.shutdown() }
    }

    private func request(_ call: HubCall) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: address.base + call.target)
        request.method = HTTPMethod(rawValue: call.method.rawValue)
        request.headers.add(name: "Accept", value: call.accept)
        request.headers.add(name: "User-Agent", value: "berth-cli")
        // A socket's path is no host name.
        if address.base.hasPrefix("http+unix:") { request.headers.add(name: "Host", value: "localhost") }
        if let token { request.headers.add(name: "Authorization", value: "token \(token)") }
        if let body = call.body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body))
        } else if call.method == .post {
            request.body = .bytes(ByteBuffer())
        }
        return request
    }

    private static func client(silence: TimeAmount?) -> HTTPClient {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5), read: silence),
            decompression: .disabled)
        configuration.httpVersion = .http1Only
        // A refused connection is an answer: say so at once instead of trying until the deadline.
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }
}

/// The bytes of an answer, as they come. Pulled: what is not asked for stays in the socket. Iterate once.
struct HubBody: AsyncSequence, Sendable {
    fileprivate let base: HTTPClientResponse.Body
    fileprivate let translate: @Sendable (any Error) -> any Error

    struct Iterator: AsyncIteratorProtocol {
        fileprivate var base: HTTPClientResponse.Body.AsyncIterator
        fileprivate let translate: @Sendable (any Error) -> any Error

        mutating func next() async throws -> [UInt8]? {
            do {
                return try await base.next().map { Array($0.readableBytesView) }
            } catch {
                throw translate(error)
            }
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(base: base.makeAsyncIterator(), translate: translate) }

    /// All of it; `HubError.badAnswer` when it is longer than `limit` bytes.
    func collected(upTo limit: Int, call: String) async throws -> [UInt8] {
        var whole: [UInt8] = []
        for try await chunk in self {
            guard whole.count + chunk.count <= limit else {
                throw HubError.badAnswer("\(call): more than \(limit) bytes")
            }
            whole += chunk
        }
        return whole
    }
}

extension HubTransport {
    /// What an error of the HTTP client means: a `HubError` or `CancellationError`.
    private static func meaning(of error: any Error, call: String, url: String) -> any Error {
        switch error {
        case is HubError, is CancellationError: error
        case let error as HTTPClientError: meaning(of: error, call: call, url: url)
        case let error as IOError: HubError.unreachable(url: url, reason: reason(error.errnoCode))
        case is HTTPParserError: HubError.badAnswer("\(call): it does not speak HTTP, or broke off")
        case let error as NIOConnectionError: HubError.unreachable(url: url, reason: reason(of: error))
        default: HubError.unreachable(url: url, reason: reason(ofOther: error))
        }
    }

    private static func meaning(of error: HTTPClientError, call: String, url: String) -> any Error {
        switch error {
        case .cancelled:
            Task.isCancelled
                ? CancellationError() : HubError.unreachable(url: url, reason: "the client was shut down")
        case .connectTimeout: HubError.unreachable(url: url, reason: "no answer to the connection")
        case .deadlineExceeded, .readTimeout, .getConnectionFromPoolTimeout: HubError.timeout(call: call)
        case .remoteConnectionClosed: HubError.unreachable(url: url, reason: "it closed the connection")
        default: HubError.unreachable(url: url, reason: error.shortDescription)
        }
    }

    /// TLS's errors are known by their text alone: their module is not this one's to import.
    private static func reason(ofOther error: any Error) -> String {
        let text = String(describing: error).prefix(2000)
        let meanings = [
            ("failedToValidateHostname", "its certificate is for another name"),
            ("CERTIFICATE_VERIFY_FAILED", "its certificate is not one that this machine trusts"),
            ("WRONG_VERSION_NUMBER", "it does not speak TLS"), ("HTTP_REQUEST", "it does not speak TLS"),
        ]
        return meanings.first { text.contains($0.0) }?.1 ?? "\(type(of: error))"
    }

    private static func reason(of error: NIOConnectionError) -> String {
        if error.dnsAError != nil || error.dnsAAAAError != nil, error.connectionErrors.isEmpty {
            return "its host name is not known"
        }
        let codes = error.connectionErrors.compactMap { ($0.error as? IOError)?.errnoCode }
        return codes.last.map(reason) ?? "no connection"
    }

    private static func reason(_ errno: CInt) -> String {
        switch errno {
        case 2: "there is no such socket"
        case 13: "no permission to open its socket"
        case 111: "nothing listens there"
        case 113: "there is no way to that host"
        default: "error \(errno)"
        }
    }
}
