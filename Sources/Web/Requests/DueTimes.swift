import Control
import HubAPI
import Hummingbird
import Servers

extension DueTime {
    /// Reads what people write: `30m` or `2h` from now, or a time. Nil for an empty text; throws `InvalidValue` for `field`.
    init?(written text: String?, field: String) throws(InvalidValue) {
        guard let text, !text.isEmpty else { return nil }
        if let duration = Duration(written: text) {
            self = .after(duration)
        } else if let time = try? Timestamp(written: text, field: field) {
            self = .at(time)
        } else {
            throw InvalidValue(
                field: field, value: text,
                expected: "how long from now, such as 30m or 2h, or a time such as 2026-01-31T12:00:00Z")
        }
    }
}

extension RequestObject {
    /// A time, or so many seconds from now.
    func dueTime(_ name: String) throws -> DueTime? {
        switch self[name] {
        case nil: nil
        case .string(let text)?: .at(try Timestamp(written: text, field: name))
        case .integer(let seconds)?: .after(.seconds(min(max(seconds, 0), 366 * 86_400)))
        case let value?: throw Self.wrong(name, value, "a time, or a number of seconds from now")
        }
    }
}
