import Foundation

/// Who one is to a registry. Its description shows neither password nor token.
package struct RegistryLogin: Hashable, Sendable, CustomStringConvertible {
    /// Like `registry.example.com:5000`.
    package let server: String
    private let secret: Secret

    private enum Secret: Hashable, Sendable {
        case password(user: String, String)
        case identityToken(String)
    }

    package init(server: String, user: String, password: String) {
        self.server = server
        secret = .password(user: user, password)
    }

    /// - Parameter identityToken: what a registry gave instead of a password.
    package init(server: String, identityToken: String) {
        self.server = server
        secret = .identityToken(identityToken)
    }

    /// The value of `X-Registry-Auth`: JSON in base64 for URLs.
    var header: String {
        var fields = ["serveraddress": server]
        switch secret {
        case .password(let user, let password):
            fields["username"] = user
            fields["password"] = password
        case .identityToken(let token): fields["identitytoken"] = token
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let json = (try? encoder.encode(fields)) ?? Data()
        return json.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
    }

    package var description: String { "login to \(server)" }
}
