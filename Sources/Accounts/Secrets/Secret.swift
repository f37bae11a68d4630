import Crypto
import Foundation

/// A random secret that is shown once: 256 bits, as `prefix` and 43 characters of URL-safe Base64.
package struct Secret: Hashable, Sendable {
    package let text: String

    /// Makes a fresh one. Tokens use the prefix `bth_`, so that scanners can recognise a leaked one.
    package init(prefix: String = "") {
        let key = SymmetricKey(size: .bits256)
        text = prefix + key.withUnsafeBytes { Data($0) }.base64URL
    }

    /// One that a client sent.
    package init(received text: String) { self.text = text }

    /// What is stored and looked up: SHA-256 in hexadecimal. Enough for 256 random bits; passwords use scrypt.
    package var hash: SecretHash {
        SecretHash(SHA256.hash(data: Data(text.utf8)).map { String(format: "%02x", $0) }.joined())
    }
}

extension Secret: CustomStringConvertible {
    /// Never the secret itself, so that it cannot end in a log.
    package var description: String { "(secret)" }
}

/// The hash of a secret.
package struct SecretHash: Hashable, Sendable, Codable {
    package let hex: String
    package init(_ hex: String) { self.hex = hex }
}

extension Data {
    /// Base64 with `-` and `_`, without padding (RFC 4648, section 5).
    package var base64URL: String {
        base64EncodedString().replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }

    /// Reads what `base64URL` wrote; nil when it is not exactly that, so that no two texts mean the same bytes.
    package init?(base64URL text: String) {
        let standard = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        self.init(base64Encoded: standard + String(repeating: "=", count: (4 - standard.count % 4) % 4))
        guard base64URL == text else { return nil }
    }
}
