import Control
import HubAPI
import Servers

/// A duration as clients write it: seconds, or a text such as `4h`.
enum WrittenDuration {
    static let expected = "seconds, or a duration such as 90s, 4h or 14d"

    /// Whole seconds, at most ten years; nil for anything else.
    static func read(_ text: String) -> Duration? {
        let duration = Int64(text).map { .seconds(min(max($0, -1), longest + 1)) } ?? Duration(written: text)
        guard let duration, duration > .zero, duration <= .seconds(longest), duration.components.attoseconds == 0
        else { return nil }
        return duration
    }

    /// The same; throws `InvalidValue` for `field`.
    static func read(_ text: String, field: String) throws(InvalidValue) -> Duration {
        guard let duration = read(text) else { throw InvalidValue(field: field, value: text, expected: expected) }
        return duration
    }

    private static let longest: Int64 = 3650 * 86_400
}

extension RequestObject {
    /// A duration; nil when the field is absent or null. Throws 400 naming `label`, or the field.
    ///
    /// - Parameter orNone: whether 0 is one.
    func duration(_ name: String, label: String? = nil, orNone: Bool = false) throws -> Duration? {
        guard let value = self[name] else { return nil }
        if orNone, value == .integer(0) { return .zero }
        guard let duration = Self.duration(value) else {
            throw Self.wrong(label ?? name, value, WrittenDuration.expected + (orNone ? ", or 0" : ""))
        }
        return duration
    }

    /// The same, or `never`.
    func limit(_ name: String, label: String) throws -> Limit? {
        guard let value = self[name] else { return nil }
        if value == .string("never") { return .never }
        guard let duration = Self.duration(value) else {
            throw Self.wrong(label, value, WrittenDuration.expected + ", or never")
        }
        return .after(duration)
    }

    private static func duration(_ value: JSONValue) -> Duration? {
        switch value {
        case .integer(let seconds): WrittenDuration.read("\(seconds)")
        case .string(let text): WrittenDuration.read(text)
        case .null, .bool, .number, .array, .object: nil
        }
    }
}
