/// What went through a gateway since it began, and what is open now.
package struct GatewayTraffic: Hashable, Sendable, Codable {
    /// When that gateway began.
    package let since: Timestamp
    /// Answers by the first digit of their status: `2xx`; `none` for those that never began.
    package var requests: [String: Int64]
    package var receivedBytes: Int64
    package var sentBytes: Int64
    package var connections: Int64
    package var webSockets: Int64

    package init(
        since: Timestamp, requests: [String: Int64] = [:], receivedBytes: Int64 = 0, sentBytes: Int64 = 0,
        connections: Int64 = 0,
        webSockets: Int64 = 0
    ) {
        self.since = since
        self.requests = requests
        self.receivedBytes = receivedBytes
        self.sentBytes = sentBytes
        self.connections = connections
        self.webSockets = webSockets
    }
}
