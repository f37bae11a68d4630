import Crypto
import CryptoExtras
import Foundation

/// A password as it is stored: scrypt's key with the salt and the cost that it was made with.
package struct PasswordHash: Hashable, Sendable {
    /// `scrypt$15$8$3$<salt>$<key>`: log2 of N, r, p, then base64url.
    package let text: String
    private let cost: Cost
    private let salt: Data
    private let key: Data

    /// What one guess costs: scrypt's parameters, of which memory is 128 · 2^logN · r bytes.
    package struct Cost: Hashable, Sendable {
        package let logN: Int
        package let r: Int
        package let p: Int

        package init(logN: Int, r: Int, p: Int) {
            self.logN = logN
            self.r = r
            self.p = p
        }

        /// 32 MiB, a few tenths of a second: of the settings of equal strength in OWASP's Password Storage Cheat Sheet
        /// (N = 2^15, r = 8, p = 3) the one that a small machine can afford.
        package static let standard = Cost(logN: 15, r: 8, p: 3)

        fileprivate var isUsable: Bool { (1...20).contains(logN) && (1...32).contains(r) && (1...16).contains(p) }
    }

    /// Hashes `password` with a fresh salt. Takes as long as `cost` says, on the caller's thread.
    package init(hashing password: String, cost: Cost) throws {
        let salt = Self.random(16)
        let key = try Self.derive(password, salt: salt, cost: cost)
        self.init(cost: cost, salt: salt, key: key.withUnsafeBytes { Data($0) })
    }

    /// One that no password matches and that costs as much to find out.
    package init(decoyOf cost: Cost) {
        self.init(cost: cost, salt: Self.random(16), key: Self.random(Self.keyLength))
    }

    /// Reads what was stored; nil when it is not such a text.
    package init?(stored text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0] == "scrypt", let logN = Int(parts[1]), let r = Int(parts[2]),
            let p = Int(parts[3]), let salt = Data(base64URL: parts[4]), let key = Data(base64URL: parts[5]),
            Cost(logN: logN, r: r, p: p).isUsable, !salt.isEmpty, key.count == Self.keyLength
        else { return nil }
        self.init(cost: Cost(logN: logN, r: r, p: p), salt: salt, key: key)
    }

    private init(cost: Cost, salt: Data, key: Data) {
        self.cost = cost
        self.salt = salt
        self.key = key
        text = "scrypt$\(cost.logN)$\(cost.r)$\(cost.p)$\(salt.base64URL)$\(key.base64URL)"
    }

    /// Whether `password` is it. The same work and the same comparison whatever the answer.
    package func matches(_ password: String) throws -> Bool {
        try Self.derive(password, salt: salt, cost: cost) == SymmetricKey(data: key)
    }

    private static let keyLength = 32

    private static func random(_ count: Int) -> Data {
        SymmetricKey(size: SymmetricKeySize(bitCount: count * 8)).withUnsafeBytes { Data($0) }
    }

    private static func derive(_ password: String, salt: Data, cost: Cost) throws -> SymmetricKey {
        // One spelling of the same characters (NIST SP 800-63B, 3.1.1.2); nothing at all is not passed on to C.
        let bytes = Array(password.precomposedStringWithCompatibilityMapping.utf8)
        return try KDF.Scrypt.deriveKey(
            from: bytes.isEmpty ? [0] : bytes, salt: salt, outputByteCount: keyLength, rounds: 1 << cost.logN,
            blockSize: cost.r, parallelism: cost.p)
    }
}

extension PasswordHash: CustomStringConvertible {
    /// Never the hash itself, so that it cannot end in a log.
    package var description: String { "(password hash)" }
}
