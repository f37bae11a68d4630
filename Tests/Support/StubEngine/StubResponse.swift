/// What the stub engine answers.
package struct StubResponse: Sendable {
    /// What follows the head.
    enum Body: Sendable {
        case bytes([UInt8])
        case stream(StubFraming, @Sendable (StubWriter) async throws -> Void)
        /// No head, no body, nothing until the client goes away.
        case hang
        /// Closes the connection instead of answering.
        case close
    }

    var status: Int
    var headers: [(name: String, value: String)]
    var body: Body

    /// A JSON text.
    package static func json(_ text: String, status: Int = 200) -> StubResponse {
        StubResponse(
            status: status, headers: [("Content-Type", "application/json")], body: .bytes(Array(text.utf8)))
    }

    /// A refusal as the engine words it.
    package static func message(_ text: String, status: Int) -> StubResponse {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return json("{\"message\":\"\(escaped)\"}", status: status)
    }

    /// No body.
    package static func empty(status: Int = 204) -> StubResponse {
        StubResponse(status: status, headers: [], body: .bytes([]))
    }

    /// A body that `write` writes, bit by bit. It is cancelled when the client goes away; when it throws, the
    /// connection is closed in the middle of the answer.
    package static func stream(
        contentType: String = "application/json", framing: StubFraming = .chunked,
        _ write: @escaping @Sendable (StubWriter) async throws -> Void
    ) -> StubResponse {
        StubResponse(status: 200, headers: [("Content-Type", contentType)], body: .stream(framing, write))
    }

    /// Never answers.
    package static let hang = StubResponse(status: 0, headers: [], body: .hang)

    /// Closes the connection without a word.
    package static let close = StubResponse(status: 0, headers: [], body: .close)

    /// Adds a header.
    package func with(header name: String, _ value: String) -> StubResponse {
        var response = self
        response.headers.append((name, value))
        return response
    }
}

/// How a streamed body ends on the wire.
package enum StubFraming: Sendable {
    case chunked
    /// With the connection, as an exec's output does.
    case untilClose
}

/// Thrown by a stream's closure to break the connection off.
package struct StubBreak: Error {
    package init() {}
}
