import Accounts
import GatewayControl
import NIOHTTP1
import Servers

/// What a request's head looks like when it goes on to a container or to `serve`.
struct RequestRules {
    /// The client's address.
    let address: String
    /// The request's id.
    let id: String
    /// The scheme that the browser used.
    let scheme: String
    /// What `serve` need not know of: its paths begin below.
    let base: BasePath

    /// To a container: without anything of ours or of the client's network, with the server's own token.
    func toContainer(_ head: HTTPRequestHead, route: Route, isUpgrade: Bool) -> HTTPRequestHead {
        var head = common(head, isUpgrade: isUpgrade)
        head.uri = Self.withoutToken(head.uri)
        head.headers.replaceOrAdd(name: "Authorization", value: "token \(route.token)")
        Self.removeOurCookies(&head.headers)
        return head
    }

    /// To `serve`, which reads cookies and tokens itself. A verdict goes without the body.
    func toHub(
        _ head: HTTPRequestHead, origin: OriginKind, verdict: (Verdict, ServerKey?)? = nil
    ) -> HTTPRequestHead {
        var head = common(head, isUpgrade: false)
        if let path = try? RequestPath(head.uri).below(base) { head.uri = path.target }
        head.headers.add(name: GatewayHeaders.origin, value: origin.rawValue)
        head.headers.add(name: GatewayHeaders.address, value: address)
        guard let (verdict, server) = verdict else { return head }
        head.headers.remove(name: "content-length")
        head.headers.remove(name: "transfer-encoding")
        if !CrossOrigin.isSafe(head.method) { head.headers.add(name: "Content-Length", value: "0") }
        head.headers.add(name: GatewayHeaders.verdict, value: verdict.rawValue)
        if let server { head.headers.add(name: GatewayHeaders.server, value: server.description) }
        return head
    }

    private func common(_ original: HTTPRequestHead, isUpgrade: Bool) -> HTTPRequestHead {
        var head = original
        let isChunked = head.headers.contains(name: "transfer-encoding")
        HopByHop.remove(from: &head.headers)
        for (name, _) in original.headers where Self.isForeign(name) { head.headers.remove(name: name) }
        if isChunked { head.headers.add(name: "Transfer-Encoding", value: "chunked") }
        if isUpgrade { HopByHop.addUpgrade(to: &head.headers) }
        head.headers.add(name: "X-Forwarded-For", value: address)
        head.headers.add(name: "X-Forwarded-Proto", value: scheme)
        if let host = head.headers.first(name: "host") { head.headers.add(name: "X-Forwarded-Host", value: host) }
        head.headers.add(name: "X-Request-Id", value: id)
        head.version = .http1_1
        return head
    }

    /// What only a proxy may say: what is believed of it was read before.
    private static func isForeign(_ name: String) -> Bool {
        let name = name.lowercased()
        return name.hasPrefix("x-forwarded-") || name == "forwarded" || name == "x-real-ip" || name == "x-request-id"
            || name.hasPrefix("berth-")
    }

    /// The target without `token` parameters that hold a Berth token, or a container's: one of an earlier generation would
    /// count more for Jupyter than the header.
    static func withoutToken(_ uri: String) -> String {
        guard let mark = uri.firstIndex(of: "?") else { return uri }
        let query = Query.removing("token", from: String(uri[uri.index(after: mark)...])) { value in
            Credentials.isBerthToken(value)
                || (value.utf8.count == 64 && value.allSatisfy { $0.isHexDigit && !$0.isUppercase })
        }
        return uri[..<mark] + (query.map { "?\($0)" } ?? "")
    }

    /// Removes our cookies and leaves the others as they are.
    static func removeOurCookies(_ headers: inout HTTPHeaders) {
        let all = headers["cookie"]
        guard !all.isEmpty else { return }
        let kept = all.flatMap { Credentials.pieces($0, at: ";") }.filter { pair in
            !pair.isEmpty && !Credentials.isOurs(cookie: Credentials.pieces(pair, at: "=", most: 2)[0])
        }
        headers.remove(name: "cookie")
        if !kept.isEmpty { headers.add(name: "Cookie", value: kept.joined(separator: "; ")) }
    }
}
