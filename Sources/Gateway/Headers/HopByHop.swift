import NIOHTTP1

/// Headers that concern one connection and never go further (RFC 9110, section 7.6.1).
enum HopByHop {
    private static let names = [
        "connection", "keep-alive", "proxy-connection", "proxy-authenticate", "proxy-authorization", "te", "trailer",
        "transfer-encoding", "upgrade", "http2-settings", "expect",
    ]

    /// What `Connection` may name without effect: without these the message would be read differently.
    private static let kept: Set<String> = ["content-length", "host"]

    /// Removes them and what `Connection` lists.
    static func remove(from headers: inout HTTPHeaders) {
        let listed = headers[canonicalForm: "connection"].map { $0.lowercased() }.filter { !kept.contains($0) }
        for name in listed { headers.remove(name: name) }
        for name in names { headers.remove(name: name) }
    }

    /// Marks a message as a WebSocket upgrade again.
    static func addUpgrade(to headers: inout HTTPHeaders) {
        headers.add(name: "Connection", value: "Upgrade")
        headers.add(name: "Upgrade", value: "websocket")
    }
}
