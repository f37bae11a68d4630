import Logging
import NIOCore
import NIOHTTP1
import Servers

/// One line for each request that failed or was slow; at the level `debug` one for every request. Never a query: it may
/// hold a token.
struct AccessLog {
    /// How an exchange came to its end.
    enum End: String {
        /// The whole answer was written.
        case answered
        /// The answer had begun and could not be completed.
        case cut
        /// The client went before its answer was whole.
        case left
        /// It became a WebSocket.
        case tunnel
    }

    /// From the request's head to the answer's. A launch may take 10 s to answer.
    static let slow = TimeAmount.seconds(15)

    let logger: Logger

    func note(_ arrival: Arrival, _ status: HTTPResponseStatus?, _ end: End, took: TimeAmount, user: UserName?) {
        let isNotable = (status?.code ?? 0) >= 500 || end == .cut || took > Self.slow
        logger.log(
            level: isNotable ? .info : .debug, "request",
            metadata: metadata(arrival, status, end, took: took, user: user))
    }

    private func metadata(
        _ arrival: Arrival, _ status: HTTPResponseStatus?, _ end: End, took: TimeAmount, user: UserName?
    ) -> Logger.Metadata {
        let head = arrival.head
        var metadata: Logger.Metadata = [
            "id": "\(arrival.id)", "method": "\(head.method)", "path": "\(head.uri.prefix { $0 != "?" })",
            "address": "\(arrival.address)", "end": "\(end)", "ms": "\(took.nanoseconds / 1_000_000)",
        ]
        if let host = head.headers.first(name: "host") { metadata["host"] = "\(host)" }
        if let status { metadata["status"] = "\(status.code)" }
        if let user { metadata["user"] = "\(user)" }
        return metadata
    }
}
