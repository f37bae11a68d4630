package import Foundation

/// A point in time as the engine writes it: RFC 3339 with up to nine digits of a second.
package struct EngineTime: RawRepresentable, Hashable, Codable, Sendable {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    /// The time; nil for "never" (the year 1) and for what cannot be read.
    package var date: Date? {
        guard !rawValue.hasPrefix("0001-") else { return nil }
        guard let dot = rawValue.firstIndex(of: ".") else { return Self.whole(rawValue) }
        let digits = rawValue[rawValue.index(after: dot)...].prefix { $0.isASCII && $0.isNumber }
        let seconds = String(rawValue[..<dot]) + rawValue[digits.endIndex...]
        guard let fraction = Double("0.\(digits)") else { return nil }
        return Self.whole(seconds)?.addingTimeInterval(fraction)
    }

    private static func whole(_ text: String) -> Date? {
        try? Date(text, strategy: .iso8601)
    }
}
