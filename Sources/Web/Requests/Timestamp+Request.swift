import Control
import Foundation
import Servers

extension Timestamp {
    /// Reads an ISO 8601 time; without a zone it is of UTC, as JupyterHub and its clients take it.
    /// Throws `Refusal` 400 naming the field when it is none, or before 1970.
    init(written text: String, field: String) throws {
        let timeOfDay = text.split(separator: "T", maxSplits: 1).dropFirst().first ?? "Z"
        let zoned = timeOfDay.contains { "Zz+-".contains($0) } ? text : text + "Z"
        let date =
            (try? Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(zoned))
            ?? (try? Date.ISO8601FormatStyle().parse(zoned))
        guard let date else {
            throw Refusal(
                .badRequest, code: "bad_value",
                "\(field): \(text.prefix(100)) cannot be used; expected a time such as 2026-01-31T12:00:00Z")
        }
        // What lies before 1970 says nothing, and far enough off it is no number of microseconds.
        guard date.timeIntervalSince1970 >= 0, date.timeIntervalSince1970 < 1e12 else {
            throw Refusal(
                .badRequest, code: "bad_value", "\(field): \(text.prefix(100)) is out of range, or before 1970")
        }
        self.init(date)
    }

    /// Reads a moment that somebody looks back to: how long ago, such as `7d`, a day from its beginning in UTC, or a time as
    /// above, whose seconds may be left out. Nil for an empty text, as forms send it; throws `InvalidValue` for `field`.
    init?(past text: String?, now: Timestamp, field: String) throws(InvalidValue) {
        guard let text, !text.isEmpty else { return nil }
        if let ago = Duration(written: text) {
            self = now - ago
            return
        }
        let spelled = [text, text + ":00", text + "T00:00:00Z"]
        guard let time = spelled.lazy.compactMap({ try? Timestamp(written: $0, field: field) }).first else {
            throw InvalidValue(
                field: field, value: text,
                expected: "how long ago, such as 7d, or a time such as 2026-01-31 or 2026-01-31T12:00:00Z")
        }
        self = time
    }
}
