import Accounts
import NIOHTTP1

/// What a request carries to say who sends it.
enum Credentials {
    /// How every Berth token begins; other tokens (Jupyter's own) are none of ours.
    static let tokenPrefix = "bth_"

    /// Cookies with these prefixes are the gateway's or the hub's: containers neither see nor set them.
    static let cookiePrefixes = ["berth-", "__host-berth-"]

    /// The Berth token of `Authorization: token …` or `Bearer …`, or of `?token=` on a WebSocket.
    static func token(_ head: HTTPRequestHead, path: RequestPath) -> Secret? {
        for value in head.headers["authorization"] {
            let words = value.split(separator: " ", omittingEmptySubsequences: true)
            guard words.count == 2, ["token", "bearer"].contains(words[0].lowercased()) else { continue }
            if isBerthToken(String(words[1])) { return Secret(received: String(words[1])) }
        }
        guard isWebSocket(head), let value = Query.value(of: "token", in: path.query), isBerthToken(value) else {
            return nil
        }
        return Secret(received: value)
    }

    static func isBerthToken(_ text: String) -> Bool { text.hasPrefix(tokenPrefix) && text.utf8.count <= 200 }

    /// Whether the request asks for a WebSocket: `GET` with both upgrade headers.
    static func isWebSocket(_ head: HTTPRequestHead) -> Bool {
        head.method == .GET && head.version.minor >= 1
            && head.headers[canonicalForm: "upgrade"].contains { $0.lowercased() == "websocket" }
            && head.headers[canonicalForm: "connection"].contains { $0.lowercased() == "upgrade" }
    }

    /// The cookie of a notebook origin; `__Host-` keeps other hosts of the domain from setting it, and needs TLS.
    static func passCookie(isSecure: Bool) -> String { isSecure ? "__Host-berth-pass" : "berth-pass" }

    /// The values of all cookies called `name`: another host of the domain may have set one too.
    static func cookies(_ name: String, in headers: HTTPHeaders) -> [String] {
        headers["cookie"].flatMap { pieces($0, at: ";") }.compactMap { pair in
            let parts = pieces(pair, at: "=", most: 2)
            guard parts.count == 2, parts[0] == name else { return nil }
            return parts[1]
        }
    }

    static func isOurs(cookie name: String) -> Bool {
        let name = name.lowercased()
        return cookiePrefixes.contains { name.hasPrefix($0) }
    }

    /// `text` cut at each `separator`, without spaces and tabs around the pieces; the last of `most` keeps the rest.
    ///
    /// By bytes, as browsers do: for Swift's characters a `;` next to a combining mark is no `;`, and a cookie could hide
    /// behind one.
    static func pieces(_ text: String, at separator: Unicode.Scalar, most: Int = .max) -> [String] {
        text.utf8.split(
            maxSplits: most - 1, omittingEmptySubsequences: false, whereSeparator: { $0 == UInt8(ascii: separator) }
        ).map { piece in
            let start = piece.drop(while: isBlank)
            let end = start.lastIndex { !isBlank($0) }
            return String(decoding: end.map { start[...$0] } ?? start, as: UTF8.self)
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
