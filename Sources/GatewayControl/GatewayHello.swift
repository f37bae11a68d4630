package import Servers

/// What a gateway says of itself when `serve` connects.
package struct GatewayHello: Hashable, Sendable {
    /// Berth's version, as `berth version` prints it.
    package let version: String
    package let pid: Int32
    package let startedAt: Timestamp
    /// Where it listens: `127.0.0.1:8000`.
    package let listening: String
}
