/// A number of processor cores in thousandths: written and answered as a number such as `0.5`.
package struct Cores: Hashable, Sendable, Comparable {
    package let thousandths: Int

    package init(thousandths: Int) { self.thousandths = thousandths }

    /// Checks that `number` is at least 0.01 (the engine's smallest) and at most 4096. Throws `InvalidValue` for `field`.
    package init(_ number: Double, field: String) throws(InvalidValue) {
        guard number >= 0.01, number <= 4096 else {
            throw InvalidValue(field: field, value: "\(number)", expected: "a number of cores such as 0.5 or 4")
        }
        thousandths = Int((number * 1000).rounded())
    }

    /// What was measured, to hundredths.
    package init(measured number: Double) { thousandths = Int((min(max(number, 0), 1e6) * 100).rounded()) * 10 }

    package var number: Double { Double(thousandths) / 1000 }

    package static func < (left: Cores, right: Cores) -> Bool { left.thousandths < right.thousandths }
}

extension Cores: CustomStringConvertible {
    /// The number without a needless `.0`: `2`, `0.5`.
    package var description: String {
        thousandths.isMultiple(of: 1000) ? "\(thousandths / 1000)" : "\(number)"
    }
}

extension Cores {
    /// For people: `1 core`, `0.5 cores`.
    package var words: String { "\(self) core\(thousandths == 1000 ? "" : "s")" }
}

extension Cores: Codable {
    package init(from decoder: any Decoder) throws {
        let field = decoder.codingPath.last?.stringValue ?? "cpu"
        try self.init(decoder.singleValueContainer().decode(Double.self), field: field)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(number)
    }
}
