import Foundation

/// An amount of memory or disk in bytes. Written as an integer or as `"8G"`, 1024-based; answered as an integer.
package struct Bytes: Hashable, Sendable, Comparable {
    package let count: Int64

    package init(_ count: Int64) { self.count = count }

    /// Reads `512`, `512M`, `1.5G`, `2GiB`, `2gb`: a number and a unit of 1024s. Throws `InvalidValue` for `field`.
    package init(_ text: String, field: String) throws(InvalidValue) {
        let wrong = InvalidValue(
            field: field, value: text, expected: "bytes as a whole number, or a size with K, M, G or T such as 8G")
        let trimmed = text.trimmingCharacters(in: .whitespaces).lowercased()
        let digits = trimmed.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = trimmed.dropFirst(digits.count).trimmingCharacters(in: .whitespaces)
        guard let factor = Self.units[unit], let number = Double(digits), number > 0 else { throw wrong }
        let product = number * Double(factor)
        guard product < Double(Int64.max / 2), !(unit.isEmpty && digits.contains(".")) else { throw wrong }
        count = Int64(product)
        guard count > 0 else { throw wrong }
    }

    private static let units: [String: Int64] = {
        let names = ["k", "m", "g", "t"]
        var units: [String: Int64] = ["": 1, "b": 1]
        for (index, name) in names.enumerated() {
            let factor = Int64(1) << (10 * Int64(index + 1))
            for spelling in [name, name + "b", name + "ib"] { units[spelling] = factor }
        }
        return units
    }()

    package static func mebibytes(_ number: Int64) -> Bytes { Bytes(number << 20) }
    package static func gibibytes(_ number: Int64) -> Bytes { Bytes(number << 30) }
    package static func < (left: Bytes, right: Bytes) -> Bool { left.count < right.count }
}

extension Bytes: CustomStringConvertible {
    /// The size for people, 1024-based, one decimal where needed: `512 MiB`, `1.5 GiB`, `12 B`.
    package var description: String {
        let names = ["B", "KiB", "MiB", "GiB", "TiB"]
        var value = Double(count)
        var index = 0
        while value >= 1024, index < names.count - 1 {
            value /= 1024
            index += 1
        }
        let rounded = (value * 10).rounded() / 10
        return rounded == rounded.rounded() ? "\(Int64(rounded)) \(names[index])" : "\(rounded) \(names[index])"
    }
}

extension Bytes: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let field = decoder.codingPath.last?.stringValue ?? "size"
        if let count = try? container.decode(Int64.self) {
            guard count > 0 else { throw InvalidValue(field: field, value: "\(count)", expected: "more than 0 bytes") }
            self.init(count)
        } else {
            try self.init(container.decode(String.self), field: field)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(count)
    }
}
