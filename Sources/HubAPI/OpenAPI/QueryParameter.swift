/// A parameter in the query: what it means, and which values it takes. Written as text alone, it takes any.
package struct QueryParameter: Hashable, Sendable {
    package let meaning: String
    package let schema: JSONValue

    init(_ meaning: String, _ schema: JSONValue) {
        self.meaning = meaning
        self.schema = schema
    }

    /// A whole number of at least `least`.
    static func integer(_ meaning: String, atLeast least: Int64) -> QueryParameter {
        QueryParameter(meaning, ["type": "integer", "format": "int64", "minimum": .integer(least)])
    }

    /// One of a few words.
    static func word(_ meaning: String, _ words: [String]) -> QueryParameter {
        QueryParameter(meaning, ["type": "string", "enum": .array(words.map { .string($0) })])
    }
}

extension QueryParameter: ExpressibleByStringLiteral {
    package init(stringLiteral meaning: String) { self.init(meaning, ["type": "string"]) }
}
