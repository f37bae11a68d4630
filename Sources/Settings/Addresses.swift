import Foundation
package import Servers

#if canImport(Glibc)
import Glibc
#endif

/// An IP address (or `localhost`) and a port to listen on.
package struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// Without brackets: `127.0.0.1`, `::1`, `localhost`.
    package let host: String
    /// 1 to 65535.
    package let port: Int

    /// Reads `127.0.0.1:8000`, `[::1]:8000` or `localhost:8000`; nil for anything else.
    package init?(_ text: String) {
        guard let (host, port) = splitPort(text), let port, let number = portNumber(port) else { return nil }
        let isBracketed = host.hasPrefix("[")
        let bare = isBracketed ? String(host.dropFirst().dropLast()) : host
        guard isBracketed ? isIPv6(bare) : (isIPv4(bare) || bare == "localhost") else { return nil }
        self.host = bare
        self.port = number
    }

    /// Whether only this machine can connect to it.
    package var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// Scheme, host and port of a site, and the path that it begins at.
package struct WebAddress: Hashable, Sendable, CustomStringConvertible {
    /// `http` or `https`.
    package let scheme: String
    /// Lower case; an IPv6 address in brackets.
    package let host: String
    package let port: Int
    package let path: BasePath

    /// Reads `http://host`, `https://host:port/path`, with or without one last slash; nil for anything else.
    package init?(_ text: String) {
        guard let parts = WebParts(text), isHost(parts.host) else { return nil }
        self.init(parts, host: parts.host)
    }

    fileprivate init(_ parts: WebParts, host: String) {
        self.init(scheme: parts.scheme, host: host, port: parts.port, path: parts.path)
    }

    init(scheme: String, host: String, port: Int, path: BasePath = .none) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
    }

    package var isSecure: Bool { scheme == "https" }

    /// Host and, where it is not the scheme's own, port: what browsers send as `Host`.
    package var authority: String { port == defaultPort(scheme) ? host : "\(host):\(port)" }

    /// As browsers write it, without a last slash.
    package var description: String { "\(scheme)://\(authority)\(path)" }
}

/// Where servers are found: one host for all owners, or one for each, whose first label is the owner's.
package enum NotebookAddress: Hashable, Sendable, CustomStringConvertible {
    case shared(WebAddress)
    /// `parent` is what follows `{user}.`.
    case perOwner(parent: WebAddress)

    /// Reads a URL whose host is a name or `{user}.` and a name; nil for anything else.
    package init?(_ text: String) {
        guard let parts = WebParts(text) else { return nil }
        let isTemplate = parts.host.hasPrefix(Self.placeholder)
        let host = isTemplate ? String(parts.host.dropFirst(Self.placeholder.count)) : parts.host
        guard isHost(host), !isTemplate || !(isIPv4(host) || host.hasPrefix("[")) else { return nil }
        let address = WebAddress(parts, host: host)
        self = isTemplate ? .perOwner(parent: address) : .shared(address)
    }

    /// The address of the owner whose DNS label is `label`.
    package func address(label: String) -> WebAddress {
        switch self {
        case .shared(let address): address
        case .perOwner(let parent):
            WebAddress(
                scheme: parent.scheme, host: "\(label).\(parent.host)", port: parent.port, path: parent.path)
        }
    }

    package var isSecure: Bool { common.isSecure }

    package var path: BasePath { common.path }

    /// What all owners' addresses have in common.
    private var common: WebAddress {
        switch self {
        case .shared(let address), .perOwner(let address): address
        }
    }

    /// As in the file: `http://{user}.localhost:8000`.
    package var description: String { address(label: "{user}").description }

    private static let placeholder = "{user}."
}

/// A URL taken apart as far as it may go: no user, query or fragment.
private struct WebParts {
    let scheme: String
    let host: String
    let port: Int
    let path: BasePath

    init?(_ text: String) {
        let lowered = text.lowercased()
        guard let scheme = ["http", "https"].first(where: { lowered.hasPrefix($0 + "://") }) else { return nil }
        let rest = text.dropFirst(scheme.count + 3)
        let authority = rest.prefix { $0 != "/" }
        guard let path = BasePath(String(rest[authority.endIndex...])),
            let (host, port) = splitPort(authority.lowercased()), !host.isEmpty
        else { return nil }
        self.path = path
        if let port {
            guard let number = portNumber(port) else { return nil }
            self.port = number
        } else {
            self.port = defaultPort(scheme)
        }
        self.scheme = scheme
        self.host = host
    }
}

private func defaultPort(_ scheme: String) -> Int { scheme == "https" ? 443 : 80 }

/// Host (IPv6 with its brackets) and what follows the colon.
private func splitPort(_ text: String) -> (host: String, port: String?)? {
    let hostEnd: String.Index
    if text.hasPrefix("[") {
        guard let bracket = text.firstIndex(of: "]") else { return nil }
        hostEnd = text.index(after: bracket)
    } else {
        hostEnd = text.firstIndex(of: ":") ?? text.endIndex
    }
    let rest = text[hostEnd...]
    if rest.isEmpty { return (String(text[..<hostEnd]), nil) }
    guard rest.hasPrefix(":") else { return nil }
    return (String(text[..<hostEnd]), String(rest.dropFirst()))
}

private func portNumber(_ text: String) -> Int? {
    guard text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }), let port = Int(text), (1...65535).contains(port) else {
        return nil
    }
    return port
}

private func isHost(_ text: String) -> Bool {
    if text.hasPrefix("["), text.hasSuffix("]") { return isIPv6(String(text.dropFirst().dropLast())) }
    guard text.utf8.count <= 253 else { return false }
    return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
            && label.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    }
}

private func isIPv4(_ text: String) -> Bool {
    var address = in_addr()
    return inet_pton(AF_INET, text, &address) == 1
}

private func isIPv6(_ text: String) -> Bool {
    var address = in6_addr()
    return inet_pton(AF_INET6, text, &address) == 1
}
