import Crypto
import Foundation
package import Servers

/// The origins of this installation: one for the hub, and one for each server owner (or one for all of them).
package struct Origins: Hashable, Sendable {
    /// `http://localhost:8000`, without a path.
    package let hub: Origin
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

    /// Reads the two settings; throws `InvalidValue` for `hub_url` or `notebook_url`.
    package init(hubURL: String, notebookURL: String) throws(InvalidValue) {
        hub = try Self.parse(hubURL, field: "hub_url")
        _ = try Self.parse(notebookURL.replacingOccurrences(of: "{user}", with: "x"), field: "notebook_url")
        notebookTemplate = notebookURL
    }

    /// Whether each owner has an origin of their own.
    package var isPerOwner: Bool { notebookTemplate.contains("{user}") }

    /// The origin that serves `owner`'s servers.
    package func notebooks(of owner: UserName) -> Origin {
        let text = notebookTemplate.replacingOccurrences(of: "{user}", with: Self.label(of: owner))
        return (try? Self.parse(text, field: "notebook_url")) ?? hub
    }

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

    private static func parse(_ text: String, field: String) throws(InvalidValue) -> Origin {
        let wrong = InvalidValue(field: field, value: text, expected: "http:// or https://, a host and perhaps a port")
        guard let url = URLComponents(string: text.lowercased()), let scheme = url.scheme, let host = url.host,
            !host.isEmpty, scheme == "http" || scheme == "https", url.path.isEmpty || url.path == "/",
            url.query == nil, url.fragment == nil, url.user == nil, url.password == nil
        else { throw wrong }
        let standard = scheme == "https" ? 443 : 80
        let port = url.port.flatMap { $0 == standard ? nil : ":\($0)" } ?? ""
        return Origin(scheme: scheme, host: host + port)
    }
}
