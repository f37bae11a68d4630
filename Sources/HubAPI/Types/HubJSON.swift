package import Foundation

/// How values become JSON on this API and back: keys sorted, slashes as they are. Both ends use it.
package enum HubJSON {
    /// Compact JSON on one line.
    package static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }

    /// Throws `DecodingError` when `data` is not a `Value`.
    package static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
        try JSONDecoder().decode(type, from: data)
    }
}
