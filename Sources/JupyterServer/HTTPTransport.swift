import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Servers

/// One request, its bounds included.
struct Call: Sendable {
    enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case delete = "DELETE"
    }

    let method: Method
    /// Relative to the server's base path, with its query.
    let path: String
    /// For the whole of it, body included.
    let time: Duration
    /// The most that is read of the answer.
    let bytes: Int

    init(_ method: Method, _ path: String, time: Duration, bytes: Int) {
        self.method = method
        self.path = path
        self.time = time
        self.bytes = bytes
    }
}

/// HTTP/1.1 to Jupyter Servers. The only file that knows the HTTP client.
struct HTTPTransport: Sendable {
    private let client: HTTPClient

    init() {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(2)), decompression: .disabled)
        configuration.httpVersion = .http1Only
        // That nothing listens is an answer: a container that is starting.
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    func shutdown() async {
        // Its only errors are that it was shut down before, and connections that could not be closed cleanly.
        try? await client.shutdown()
    }

    /// The body of a 2xx answer. Throws `JupyterError` or `CancellationError`.
    func send(_ call: Call, to address: JupyterAddress) async throws -> ByteBuffer {
        let client = client
        let request = Self.request(call, address)
        do {
            return try await within(call.time) {
                let response = try await client.execute(request, deadline: .distantFuture)
                guard (200..<300).contains(response.status.code) else {
                    throw JupyterError.refused(status: Int(response.status.code))
                }
                return try await Self.collect(response.body, limit: call.bytes)
            }
        } catch {
            throw Self.meaning(of: error)
        }
    }

    private static func request(_ call: Call, _ address: JupyterAddress) -> HTTPClientRequest {
        let host = address.endpoint.host
        let authority = (host.contains(":") ? "[\(host)]" : host) + ":\(address.endpoint.port)"
        var request = HTTPClientRequest(url: "http://\(authority)\(address.basePath)\(call.path)")
        request.method = HTTPMethod(rawValue: call.method.rawValue)
        request.headers.add(name: "Authorization", value: "token \(address.token)")
        request.headers.add(name: "Connection", value: "close")
        // An empty body gives a POST its `Content-Length: 0`.
        if call.method == .post { request.body = .bytes(ByteBuffer()) }
        return request
    }

    private static func collect(_ body: HTTPClientResponse.Body, limit: Int) async throws -> ByteBuffer {
        var whole = ByteBuffer()
        for try await var chunk in body {
            guard whole.readableBytes + chunk.readableBytes <= limit else {
                throw JupyterError.unusable("the answer is longer than \(limit) bytes")
            }
            whole.writeBuffer(&chunk)
        }
        return whole
    }

    private static func meaning(of error: any Error) -> any Error {
        if error is JupyterError { return error }
        if error is CancellationError || Task.isCancelled { return CancellationError() }
        switch error {
        case let error as HTTPClientError where [.connectTimeout, .readTimeout, .deadlineExceeded].contains(error):
            return JupyterError.timedOut
        case let error as HTTPClientError: return JupyterError.unreachable(error.shortDescription)
        case let error as IOError where error.errnoCode == 111: return JupyterError.unreachable("nothing listens yet")
        case is IOError: return JupyterError.unreachable("the connection failed")
        case is HTTPParserError: return JupyterError.unusable("the answer is not HTTP")
        default: return JupyterError.unreachable("\(type(of: error))")
        }
    }
}

/// Runs `operation`, and cancels it when it takes longer than `limit`; then throws `JupyterError.timedOut`.
private func within<Result: Sendable>(
    _ limit: Duration, _ operation: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result.self) { group in
        defer { group.cancelAll() }
        group.addTask { try await operation() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw JupyterError.timedOut
        }
        guard let first = try await group.next() else { throw CancellationError() }
        return first
    }
}
