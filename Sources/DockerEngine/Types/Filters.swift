import NIOCore

/// What a list or an event stream is narrowed to: values of one key are alternatives, keys must all hold.
///
/// ```
/// Filters.label("com.example.owner", "ada").with("event", "die", "oom")
/// ```
package struct Filters: Sendable, Equatable {
    /// The key's values, in the engine's words: `label`, `name`, `status`, `network`, `type`, `event` …
    package private(set) var values: [String: [String]] = [:]

    package init() {}

    /// Objects with a label; of any value when none is given.
    package static func label(_ name: String, _ value: String? = nil) -> Filters {
        Filters().with("label", value.map { "\(name)=\($0)" } ?? name)
    }

    /// Adds values to a key.
    package func with(_ key: String, _ added: String...) -> Filters {
        var filters = self
        filters.values[key, default: []] += added
        return filters
    }

    /// The `filters` query value; nil when nothing is narrowed.
    func query(call: String) throws -> String? {
        values.isEmpty ? nil : String(buffer: try JSON.encode(values, call: call))
    }
}
