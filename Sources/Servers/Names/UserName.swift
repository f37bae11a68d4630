import Foundation

/// A user's name: NFC, lower case, 1 to 64 of `[a-z0-9._@~+() -]`, starting alphanumeric, not ending with a space.
///
/// Every such name is safe as a single directory name, so a workspace directory is named by it as it is.
package struct UserName: Hashable, Sendable {
    package let value: String

    /// Normalises `raw` (NFC, lower case) and checks it; throws `InvalidValue` for field `user`.
    package init(_ raw: String) throws(InvalidValue) {
        // What is valid is normal already, and most names are.
        if Self.isValid(raw) {
            value = raw
            return
        }
        let name = raw.precomposedStringWithCanonicalMapping.lowercased()
        guard Self.isValid(name) else {
            throw InvalidValue(
                field: "user", value: raw,
                expected: "1 to 64 of a-z 0-9 . _ @ ~ + ( ) - and space, starting with a letter or digit")
        }
        value = name
    }

    private static let others = Set("._@~+() -".utf8)

    private static func isValid(_ name: String) -> Bool {
        guard let first = name.utf8.first, isAlphanumeric(first), name.utf8.count <= 64, name.last != " " else {
            return false
        }
        return name.utf8.allSatisfy { isAlphanumeric($0) || others.contains($0) }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

extension UserName: Comparable, CustomStringConvertible {
    package static func < (left: UserName, right: UserName) -> Bool { left.value < right.value }
    package var description: String { value }

    /// The name as one path segment of a URL; JupyterHub's safe characters `@` and `~` stay as they are.
    package var pathSegment: String {
        value.addingPercentEncoding(withAllowedCharacters: Self.segmentCharacters) ?? value
    }

    private static let segmentCharacters = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyz0123456789._@~-")
}

extension UserName: Codable {
    package init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}
