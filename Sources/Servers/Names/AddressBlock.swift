import Foundation

/// An IP address, or a block of them in CIDR notation: `127.0.0.1`, `10.0.0.0/8`, `fd00::/8`.
package struct AddressBlock: Hashable, Sendable, CustomStringConvertible {
    /// As it was given.
    package let description: String
    private let address: [UInt8]
    /// How many leading bits count, of 128.
    private let length: Int

    /// nil for anything else. Bits behind the block's length do not count.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 2, let address = Self.bytes(parts[0]) else { return nil }
        let most = parts[0].contains(":") ? 128 : 32
        guard let length = parts.count == 2 ? Int(parts[1]) : most, (0...most).contains(length) else { return nil }
        description = text
        self.address = address
        self.length = 128 - most + length
    }

    /// Whether `text` is an address of this block.
    package func contains(_ text: String) -> Bool {
        guard let other = Self.bytes(text) else { return false }
        return zip(address, other).enumerated().allSatisfy { index, pair in
            let bits = min(max(length - index * 8, 0), 8)
            return (pair.0 ^ pair.1) >> (8 - UInt8(bits)) == 0
        }
    }

    /// Whether `text` is an IP address.
    package static func isAddress(_ text: String) -> Bool { bytes(text) != nil }

    /// 16 bytes; an IPv4 address as IPv6 maps it, `::ffff:…`, because a socket may tell it in either form.
    private static func bytes(_ text: String) -> [UInt8]? {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            return [UInt8](repeating: 0, count: 10) + [0xff, 0xff] + withUnsafeBytes(of: four) { Array($0) }
        }
        var six = in6_addr()
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        return withUnsafeBytes(of: six) { Array($0) }
    }
}
