package import Servers

/// What a password must be, and how one is made for somebody.
package enum Password {
    /// Shorter ones are guessed (NIST SP 800-63B asks for 8 at least, and for no rules about their characters).
    package static let fewest = 10
    /// So that nobody can have us hash megabytes.
    package static let most = 256

    /// Throws `InvalidValue` for field `password`, without the password in it.
    package static func check(_ password: String, for user: UserName) throws(InvalidValue) {
        guard password.count >= fewest else { throw wrong("at least \(fewest) characters") }
        guard password.utf8.count <= most else { throw wrong("at most \(most) bytes") }
        guard password.lowercased() != user.value else { throw wrong("something else than the user's name") }
    }

    private static func wrong(_ expected: String) -> InvalidValue {
        InvalidValue(field: "password", value: "…", expected: expected)
    }

    /// A random one that can be read out: four groups of five of `[a-z2-7]`, 100 bits.
    package static func generated() -> String {
        (0..<4).map { _ in TokenID.random(length: 5).value }.joined(separator: "-")
    }
}
