import Foundation
import GRDB

/// One row: primitive columns named like its properties in snake_case, read without traps.
protocol Record: Codable, FetchableRecord, PersistableRecord {}

extension Record {
    static var databaseColumnDecodingStrategy: DatabaseColumnDecodingStrategy { .convertFromSnakeCase }
    static var databaseColumnEncodingStrategy: DatabaseColumnEncodingStrategy { .convertToSnakeCase }
}

/// A value as the text of a JSON column, keys sorted so that equal values are equal texts.
func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}

/// What `json` wrote.
func value<Value: Decodable>(_ type: Value.Type, json text: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(text.utf8))
}

/// A row whose columns are well-formed for SQLite but not for us.
struct UnreadableRow: Error {
    let table: String
    let cause: any Error
}

extension Record {
    /// Runs `body`, which makes a value of this row, and throws what went wrong as an `UnreadableRow`.
    func reading<Value>(_ body: () throws -> Value) throws(UnreadableRow) -> Value {
        do {
            return try body()
        } catch {
            throw UnreadableRow(table: Self.databaseTableName, cause: error)
        }
    }
}
