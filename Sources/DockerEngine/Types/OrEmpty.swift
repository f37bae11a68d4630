/// A field that the engine leaves out, or sends as null, where it means its empty value.
@propertyWrapper
package struct OrEmpty<Value: Emptiable & Codable & Sendable & Equatable>: Codable, Sendable, Equatable {
    package var wrappedValue: Value

    package init(wrappedValue: Value) { self.wrappedValue = wrappedValue }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        wrappedValue = container.decodeNil() ? Value() : try container.decode(Value.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(wrappedValue)
    }
}

/// A type whose `init()` is its empty value: "", 0, false, [], [:].
package protocol Emptiable {
    init()
}

extension String: Emptiable {}
extension Bool: Emptiable {}
extension Int: Emptiable {}
extension Int64: Emptiable {}
extension UInt64: Emptiable {}
extension Array: Emptiable {}
extension Dictionary: Emptiable {}

extension KeyedDecodingContainer {
    /// Makes a missing key the empty value; synthesized decoding calls this overload.
    package func decode<Value>(_ type: OrEmpty<Value>.Type, forKey key: Key) throws -> OrEmpty<Value> {
        try decodeIfPresent(type, forKey: key) ?? OrEmpty(wrappedValue: Value())
    }
}
