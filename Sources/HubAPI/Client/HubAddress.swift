import Foundation

/// Where a hub is: its base URL without `/hub/api`.
package struct HubAddress: Hashable, Sendable, CustomStringConvertible {
    /// Without a last slash.
    package let base: String

    /// Reads `http://localhost:8000`, `https://example.com/berth`, or `http+unix://%2Frun%2Fhub.sock` for a socket.
    /// A last slash, `/hub` or `/hub/api` is dropped. Throws `HubError.badAddress` for anything else.
    package init(_ text: String) throws(HubError) {
        var rest = text
        while rest.hasSuffix("/") { rest.removeLast() }
        for tail in ["/hub/api", "/hub"] where rest.hasSuffix(tail) { rest.removeLast(tail.count) }
        while rest.hasSuffix("/") { rest.removeLast() }
        guard let url = URLComponents(string: rest), let scheme = url.scheme?.lowercased(), let host = url.host,
            !host.isEmpty, Self.schemes.contains(scheme), url.query == nil, url.fragment == nil,
            url.user == nil
        else {
            throw .badAddress("\"\(text)\" is not a hub's address; it looks like http://localhost:8000")
        }
        base = rest
    }

    package var description: String { base }

    /// Whether what is sent can be read on the way: plain HTTP to another machine.
    package var isExposed: Bool {
        guard let url = URLComponents(string: base), url.scheme?.lowercased() == "http", let host = url.host else {
            return false
        }
        return host != "localhost" && !host.hasSuffix(".localhost") && !host.hasPrefix("127.") && host != "[::1]"
            && host != "::1"
    }

    private static let schemes: Set<String> = ["http", "https", "http+unix"]
}
