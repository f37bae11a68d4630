/// A value that a person or a program gave and that cannot be used: which field, what it was, what would be right.
package struct InvalidValue: Error, Hashable, Sendable {
    /// The field as the caller named it: `memory`, `profile`, `profiles/small.yaml:7 ceiling.cpu`.
    package let field: String
    /// The value as given, cut to 100 characters.
    package let value: String
    /// What would be right, as the end of the sentence "… ; expected ….".
    package let expected: String

    package init(field: String, value: String, expected: String) {
        self.field = field
        self.value = String(value.prefix(100))
        self.expected = expected
    }
}

extension InvalidValue: CustomStringConvertible {
    /// One sentence for people: `memory: "lots" cannot be used; expected bytes or a size such as 8G`.
    package var description: String { "\(field): \"\(value)\" cannot be used; expected \(expected)" }
}
