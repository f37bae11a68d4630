/// Where a container may connect to. In none of them to another container, to the host or to a metadata address.
package enum NetworkPolicy: Hashable, Sendable, Codable {
    /// Anywhere outside.
    case egress
    /// Nowhere, and no name is resolved.
    case `internal`
    /// To these addresses only.
    case allow([AddressRange])
}

extension NetworkPolicy: CustomStringConvertible {
    /// `egress`, `internal`, or the ranges in ascending order with commas.
    package var description: String {
        switch self {
        case .egress: "egress"
        case .internal: "internal"
        case .allow(let ranges): ranges.map(\.description).sorted().joined(separator: ",")
        }
    }

    /// Reads what `description` wrote; nil for anything else.
    package init?(_ text: String) {
        switch text {
        case "egress": self = .egress
        case "internal": self = .internal
        default:
            let ranges = text.split(separator: ",").map { AddressRange(String($0)) }
            guard !ranges.isEmpty, !ranges.contains(nil) else { return nil }
            self = .allow(ranges.compactMap(\.self))
        }
    }
}

/// A range of IPv4 addresses, like `10.2.0.0/16`; one address is `/32`.
package struct AddressRange: Hashable, Sendable, Codable, CustomStringConvertible {
    private let address: UInt32
    /// 1 to 32.
    private let length: Int

    /// Reads `10.2.0.0/16` or `10.2.3.4`. Nil for anything else, for all addresses, and where bits behind the length are set.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let bytes = parts[0].split(separator: ".", omittingEmptySubsequences: false).map { part in
            part.utf8.allSatisfy { (48...57).contains($0) } ? UInt8(part) : nil
        }
        guard parts.count <= 2, bytes.count == 4, !bytes.contains(nil) else { return nil }
        guard let length = parts.count == 2 ? Int(parts[1]) : 32, (1...32).contains(length) else { return nil }
        address = bytes.compactMap(\.self).reduce(0) { $0 << 8 | UInt32($1) }
        self.length = length
        guard address & ~Self.mask(length) == 0 else { return nil }
    }

    /// Whether some address is in both.
    package func overlaps(_ other: AddressRange) -> Bool {
        let mask = Self.mask(min(length, other.length))
        return address & mask == other.address & mask
    }

    package var description: String {
        let bytes = stride(from: 24, through: 0, by: -8).map { "\(address >> UInt32($0) & 255)" }
        return bytes.joined(separator: ".") + "/\(length)"
    }

    private static func mask(_ length: Int) -> UInt32 { ~UInt32(0) << UInt32(32 - length) }

    /// Where clouds answer with a machine's own credentials: link-local (most), Alibaba's and Azure's. Never allowed.
    package static let metadata = ["169.254.0.0/16", "100.100.100.200/32", "168.63.129.16/32"].compactMap {
        AddressRange($0)
    }
}
