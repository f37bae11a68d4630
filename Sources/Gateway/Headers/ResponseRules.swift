import Accounts
import NIOHTTP1
import Servers

/// What the gateway itself says on every answer, whoever it is from.
struct OwnHeaders {
    /// The request's id.
    let id: String
    /// Whether browsers may be told to use https alone: that is said of a host and all its ports, so only of one that is
    /// ours as a whole.
    let isStrict: Bool

    init(_ arrival: Arrival, _ origins: Origins) {
        id = arrival.id
        let host = arrival.head.headers.first(name: "host") ?? ":"
        isStrict = origins.hub.isSecure && origins.base == .none && !host.contains(":")
    }

    func apply(to headers: inout HTTPHeaders) {
        headers.replaceOrAdd(name: "X-Request-Id", value: id)
        // 30 days: long enough for people who come each week, short enough to be taken back.
        if isStrict { headers.replaceOrAdd(name: "Strict-Transport-Security", value: "max-age=2592000") }
    }
}

/// What a response's head looks like when it goes on to the client.
enum ResponseRules {
    /// What no container may say for an origin that it shares with other servers.
    private static let refused = [
        "service-worker-allowed", "clear-site-data", "strict-transport-security", "nel", "report-to", "alt-svc",
    ]

    /// From a container: no power over the origin beyond `path`, its own server's.
    static func fromContainer(_ headers: HTTPHeaders, path: String, isUpgrade: Bool) -> HTTPHeaders {
        var result = fromHub(headers)
        for name in refused { result.remove(name: name) }
        let cookies = result["set-cookie"]
        if !cookies.isEmpty {
            result.remove(name: "set-cookie")
            for cookie in cookies where mayPass(cookie, path: path) {
                result.add(name: "Set-Cookie", value: cookie)
            }
        }
        if isUpgrade { HopByHop.addUpgrade(to: &result) }
        return result
    }

    static func fromHub(_ headers: HTTPHeaders) -> HTTPHeaders {
        var headers = headers
        HopByHop.remove(from: &headers)
        return headers
    }

    /// Whether a container may set this cookie: no name of ours, no domain, no path outside the server.
    static func mayPass(_ cookie: String, path: String) -> Bool {
        let parts = Credentials.pieces(cookie, at: ";")
        let name = Credentials.pieces(parts[0], at: "=", most: 2)[0]
        guard !name.isEmpty, !Credentials.isOurs(cookie: name) else { return false }
        return parts.dropFirst().allSatisfy { attribute in
            let pair = Credentials.pieces(attribute, at: "=", most: 2)
            let value = pair.count == 2 ? pair[1] : ""
            switch pair[0].lowercased() {
            case "domain": return false
            case "path": return isInside(value, path)
            default: return true
            }
        }
    }

    /// A path that is empty or relative means the request's own directory, which is inside.
    private static func isInside(_ path: String, _ server: String) -> Bool {
        guard path.utf8.first == UInt8(ascii: "/") else { return true }
        guard let bytes = RequestPath.percentDecoded(path.utf8),
            let own = RequestPath.percentDecoded(server.utf8)
        else { return false }
        return bytes.starts(with: own) || bytes.elementsEqual(own.dropLast())
    }
}
