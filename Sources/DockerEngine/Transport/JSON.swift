import Foundation
import NIOCore

/// Reading and writing of the engine's JSON.
enum JSON {
    /// - Throws: `EngineError.protocolViolation` naming the call and the field that did not fit.
    static func decode<Value: Decodable>(_ type: Value.Type, from bytes: ByteBuffer, call: String) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes.readableBytesView))
        } catch let error as DecodingError {
            throw EngineError.protocolViolation("\(call): \(place(of: error)) does not fit \(type)")
        } catch {
            throw EngineError.protocolViolation("\(call): not JSON")
        }
    }

    /// Bytes with the keys in alphabetical order, so that equal values have equal bytes.
    static func encode(_ value: some Encodable, call: String) throws -> ByteBuffer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return ByteBuffer(bytes: try encoder.encode(value))
        } catch {
            throw EngineError.badParameter(message: "\(call): the request can't be written as JSON")
        }
    }

    private static func place(of error: DecodingError) -> String {
        let path =
            switch error {
            case .keyNotFound(let key, let context): context.codingPath + [key]
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                context.codingPath
            @unknown default: [any CodingKey]()
            }
        let text = path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
        return text.isEmpty ? "the answer" : String(text.prefix(200))
    }
}
