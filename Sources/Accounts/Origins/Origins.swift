import Crypto
import Foundation
package import Servers

/// The origins of this installation: one for the hub, and one for each server owner (or one for all of them); and the one
/// path that everything is below on each.
package struct Origins: Hashable, Sendable {
    /// `http://localhost:8000`, without a path.
    package let hub: Origin
    /// What the paths of hub and servers are below, on every origin.
    package let base: BasePath
    /// Scheme and host template of notebook origins: `{user}` stands for the owner's DNS label.
    package let notebookTemplate: String

    /// One origin: scheme, and host with the port that a browser sends (none when it is the scheme's own).
    package struct Origin: Hashable, Sendable, Codable, CustomStringConvertible {
        package let scheme: String
        /// Lower case, as in the `Host` header.
        package let host: String

        package init(scheme: String, host: String) {
            self.scheme = scheme
            self.host = host
        }

        package var description: String { "\(scheme)://\(host)" }
        package var isSecure: Bool { scheme == "https" }
    }

    /// Reads the two settings; throws `InvalidValue` for `hub_url` or `notebook_url`. The base path is that of the hub's URL;
    /// the notebooks' may repeat it.
    package init(hubURL: String, notebookURL: String) throws(InvalidValue) {
        (hub, base) = try Self.parse(hubURL, field: "hub_url")
        let sample = notebookURL.replacingOccurrences(of: "{user}", with: "x")
        let (_, path) = try Self.parse(sample, field: "notebook_url")
        guard path == .none || path == base else {
            throw InvalidValue(
                field: "notebook_url", value: notebookURL, expected: "the path of hub_url, or none")
        }
        let repeated = notebookURL.hasSuffix("/") ? path.value.utf8.count + 1 : path.value.utf8.count
        notebookTemplate = String(notebookURL.dropLast(repeated))
    }

    /// Whether each owner has an origin of their own.
    package var isPerOwner: Bool { notebookTemplate.contains("{user}") }

    /// The origin that serves `owner`'s servers.
    package func notebooks(of owner: UserName) -> Origin {
        let text = notebookTemplate.replacingOccurrences(of: "{user}", with: Self.label(of: owner))
        return (try? Self.parse(text, field: "notebook_url").0) ?? hub
    }

    // MARK: Paths and URLs

    /// A path of the hub, such as `/hub/home`, as browsers ask for it.
    package func path(_ hubPath: String) -> String { "\(base)\(hubPath)" }

    /// A path of the hub as a whole URL.
    package func url(_ hubPath: String) -> String { "\(hub)\(base)\(hubPath)" }

    /// The hub's page that does something to `server`, as a whole URL.
    package func page(_ verb: String, of server: ServerKey) -> String {
        // `/user/ada/gpu/`, which is encoded, without its first word.
        url("/hub/\(verb)/\(server.path.split(separator: "/").dropFirst().joined(separator: "/"))")
    }

    /// Where `server` is found on its owner's origin, with both slashes.
    package func path(of server: ServerKey) -> String { base.path(of: server) }

    /// The same as a whole URL.
    package func url(of server: ServerKey) -> String { "\(notebooks(of: server.owner))\(base.path(of: server))" }

    /// The path of our cookies. Under https their names begin with `__Host-`, which asks for the whole host.
    package var cookiePath: String { hub.isSecure ? "/" : "\(base)/" }

    /// A user's DNS label: an injective encoding. Letters and digits stay, any other byte is `-` and two hexadecimal
    /// digits; above 50 characters the first 12 bytes' encoding, `--` (which the encoding itself never makes) and a hash.
    package static func label(of owner: UserName) -> String {
        func encoded(_ bytes: some Sequence<UInt8>) -> String {
            bytes.map { byte in
                let character = Character(UnicodeScalar(byte))
                return character.isLetter || character.isNumber ? String(character) : String(format: "-%02x", byte)
            }.joined()
        }
        let plain = encoded(owner.value.utf8)
        guard plain.utf8.count > 50 else { return plain }
        let hash = SHA256.hash(data: Data(owner.value.utf8)).prefix(12).map { String(format: "%02x", $0) }.joined()
        return encoded(owner.value.utf8.prefix(12)) + "--" + hash
    }

    private static func parse(_ text: String, field: String) throws(InvalidValue) -> (Origin, BasePath) {
        let wrong = InvalidValue(
            field: field, value: text, expected: "http:// or https://, a host, perhaps a port and a path")
        guard let url = URLComponents(string: text), let scheme = url.scheme?.lowercased(),
            let host = url.host?.lowercased(), !host.isEmpty, scheme == "http" || scheme == "https",
            let path = BasePath(url.percentEncodedPath), url.query == nil, url.fragment == nil, url.user == nil,
            url.password == nil
        else { throw wrong }
        let standard = scheme == "https" ? 443 : 80
        let port = url.port.flatMap { $0 == standard ? nil : ":\($0)" } ?? ""
        return (Origin(scheme: scheme, host: host + port), path)
    }
}
