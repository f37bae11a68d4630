import Foundation
package import Logging
import NIOCore

/// An async client of one Docker Engine, over its Unix socket.
///
/// Copies share their connections. `shutdown()` must be awaited before the last copy goes away.
/// Every endpoint is a method in `Endpoints/`; all throw `EngineError`, or `CancellationError` when cancelled.
package struct EngineClient: Sendable {
    let timeouts: EngineTimeouts
    private let http: HTTPOverUnixSocket
    private let versions: VersionCache
    private let logger: Logger

    /// The largest answer that a short call takes, bytes: a list of some ten thousand containers.
    private static let answerLimit = 32 << 20
    /// The longest refusal that is read where a stream was asked for, bytes.
    private static let refusalLimit = 64 << 10

    /// - Parameter socketPath: absolute path of the engine's socket, at most 107 bytes. Nothing is opened yet.
    package init(socketPath: String, timeouts: EngineTimeouts = EngineTimeouts(), logger: Logger) {
        let versions = VersionCache()
        self.timeouts = timeouts
        self.versions = versions
        self.logger = logger
        // What answers after a break may be an engine that was up- or downgraded.
        http = HTTPOverUnixSocket(
            socketPath: socketPath, pullSilence: timeouts.pullSilence, lostTouch: { versions.forget() })
    }

    /// Closes every connection. Calls and streams under way fail with `EngineError.unreachable`.
    package func shutdown() async {
        await http.shutdown()
    }
}

// MARK: Short calls

extension EngineClient {
    /// A whole answer: status below 300, or 304.
    struct Answer: Sendable {
        let status: Int
        let apiVersion: String?
        let body: ByteBuffer
    }

    /// Makes a short call and decodes its answer.
    func fetch<Value: Decodable>(
        _ type: Value.Type, _ call: Call, within limit: Duration, on lane: HTTPOverUnixSocket.Lane = .calls
    ) async throws -> Value {
        let answer = try await perform(call, within: limit, on: lane)
        return try JSON.decode(type, from: answer.body, call: call.label)
    }

    /// Makes a short call. The limit is for head and body together; negotiation has its own.
    @discardableResult
    func perform(
        _ call: Call, within limit: Duration, on lane: HTTPOverUnixSocket.Lane = .calls
    ) async throws -> Answer {
        try await withVersion(of: call) { try await exchange(call, version: $0, within: limit, on: lane) }
    }

    /// One request and its whole answer.
    private func exchange(
        _ call: Call, version: APIVersion?, within limit: Duration, on lane: HTTPOverUnixSocket.Lane = .calls
    ) async throws -> Answer {
        try await within(limit, call: call.label) {
            let head = try await http.send(call, version: version, on: lane)
            let body = try await head.body.collected(upTo: Self.answerLimit, call: call.label)
            guard head.status < 300 || head.status == 304 else {
                throw EngineError(status: head.status, body: body)
            }
            return Answer(status: head.status, apiVersion: head.apiVersion, body: body)
        }
    }
}

// MARK: Streams

extension EngineClient {
    /// Opens a stream: returns when its head is there. What follows has no time limit (but see the lane).
    func open(_ call: Call, on lane: HTTPOverUnixSocket.Lane) async throws -> HTTPOverUnixSocket.Response {
        try await withVersion(of: call) { version in
            let head = try await begin(call, version: version, on: lane)
            guard head.status < 300 else {
                let body = try await within(timeouts.lookup, call: call.label) {
                    try await head.body.collected(upTo: Self.refusalLimit, call: call.label)
                }
                throw EngineError(status: head.status, body: body)
            }
            return head
        }
    }

    private func begin(
        _ call: Call, version: APIVersion, on lane: HTTPOverUnixSocket.Lane
    ) async throws -> HTTPOverUnixSocket.Response {
        switch lane {
        // A pull's head comes with its first progress, an import's after the upload: silence bounds them.
        case .pulls: try await http.send(call, version: version, on: lane)
        case .calls, .streams:
            try await within(timeouts.streamHead, call: call.label) {
                try await http.send(call, version: version, on: lane)
            }
        }
    }

    /// Opens a stream of JSON values, one a line.
    func openLines<Element: Decodable & Sendable>(
        of type: Element.Type, _ call: Call
    ) async throws -> EngineStream<Element> {
        let head = try await open(call, on: .streams)
        return EngineStream(body: head.body) { JSONLinesDecoder<Element>(call: call.label) }
    }
}

// MARK: The version

extension EngineClient {
    /// The version that calls are made with; asks the engine when none is agreed.
    func agreedVersion() async throws -> APIVersion {
        if let version = versions.version { return version }
        return try await negotiate().version
    }

    /// Asks the engine for its version and stores what both speak.
    func negotiate() async throws -> (version: APIVersion, engine: APIVersion) {
        let call = try Call(.get, "/_ping")
        let answer = try await exchange(call, version: nil, within: timeouts.ping)
        guard let engine = answer.apiVersion.flatMap({ APIVersion($0) }) else {
            throw EngineError.protocolViolation("\(call.label) told no API version")
        }
        let version = try APIVersion.negotiated(with: engine)
        if versions.store(version) {
            logger.info(
                "agreed on an engine API version", metadata: ["version": "\(version)", "engine": "\(engine)"])
        }
        return (version, engine)
    }

    /// Runs `body` with the agreed version; when the engine refuses that version, once more with a new one.
    private func withVersion<Result>(
        of call: Call, _ body: (APIVersion) async throws -> Result
    ) async throws -> Result {
        do {
            return try await body(try await agreedVersion())
        } catch let error as EngineError where error.refusesVersion {
            versions.forget()
            guard call.payload.canBeSentAgain else { throw error }
            return try await body(try await agreedVersion())
        }
    }
}
