import Crypto
package import Foundation
package import Servers

/// The keys that are derived from the instance key (32 bytes in `instance.key`), each for one purpose.
package struct KeyRing: Sendable {
    private let root: SymmetricKey

    /// Takes the instance key's bytes.
    package init(instanceKey: Data) { root = SymmetricKey(data: instanceKey) }

    /// A fresh instance key.
    package static func makeInstanceKey() -> Data {
        SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
    }

    /// What a container's Jupyter requires: HMAC of server and generation, so it need not be stored.
    package func notebookToken(server: ServerID, generation: Int) -> String {
        let mac = HMAC<SHA256>.authenticationCode(
            for: Data("notebook\u{0}\(server)\u{0}\(generation)".utf8), using: root)
        return mac.map { String(format: "%02x", $0) }.joined()
    }

    /// The key that `serve` and `gateway` share to sign tickets and the cookies of notebook origins.
    package var originKey: Data {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: root, info: Data("berth origin tickets and cookies".utf8), outputByteCount: 32
        ).withUnsafeBytes { Data($0) }
    }
}
