import Foundation

/// Times and durations for people, and durations as people write them.
enum TimeText {
    /// `3 s`, `5 min`, `2 h`, `4 d`: the largest whole unit.
    static func short(_ seconds: Int) -> String {
        let seconds = max(seconds, 0)
        switch seconds {
        case ..<60: return "\(seconds) s"
        case ..<3600: return "\(seconds / 60) min"
        case ..<86400: return "\(seconds / 3600) h"
        default: return "\(seconds / 86400) d"
        }
    }

    /// How long ago a time of the API was: `5 min ago`, or `in 2 h`; the text itself when it is not a time.
    static func ago(_ text: String?, now: Date) -> String? {
        guard let text else { return nil }
        guard let date = date(text) else { return text }
        let seconds = Int(min(max(now.timeIntervalSince(date), -1e12), 1e12))
        // What was asked for as a day is a day, not 23 hours, while its first second passes.
        return seconds >= 0 ? "\(short(seconds)) ago" : "in \(short(1 - seconds))"
    }

    /// Seconds with one digit: `3.2 s`, `1 min 04 s`.
    static func elapsed(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        if seconds < 60 { return "\(seconds).\(attoseconds / 100_000_000_000_000_000) s" }
        let rest = seconds % 60
        return "\(seconds / 60) min \(rest < 10 ? "0" : "")\(rest) s"
    }

    /// A time of the API to the second: `2026-11-23T22:37:53Z` of `2026-11-23T22:37:53.218679Z`.
    static func toTheSecond(_ text: String) -> String { text.replacing(/\.[0-9]+/, with: "") }

    /// Reads `2026-11-23T22:37:53.218679Z`.
    static func date(_ text: String) -> Date? { try? Date.ISO8601FormatStyle().parse(toTheSecond(text)) }

    /// Reads `90s`, `45m`, `12h`, `1d`, `2w` or several such as `1d12h` as seconds; nil for anything else or nothing.
    static func seconds(_ text: String) -> Int? {
        var total = 0
        var digits = ""
        for character in text {
            if character.isASCII, character.isNumber {
                digits.append(character)
                continue
            }
            guard let unit = units[character], let number = Int(digits) else { return nil }
            let (product, tooLarge) = number.multipliedReportingOverflow(by: unit)
            let (sum, tooLargeSum) = total.addingReportingOverflow(product)
            if tooLarge || tooLargeSum { return nil }
            total = sum
            digits = ""
        }
        return digits.isEmpty && total > 0 ? total : nil
    }

    private static let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604_800]
}
