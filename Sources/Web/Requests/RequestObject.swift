import Control
import Foundation
import HubAPI
import Hummingbird
import NIOCore

/// A JSON object that a client sent, whose fields are all known. The content type does not matter: some clients of
/// JupyterHub send JSON as text.
struct RequestObject {
    /// The most that a body may have: 1 MiB.
    static let limit = 1 << 20

    private let fields: [String: JSONValue]

    private init() { fields = [:] }

    /// Reads the body; an empty one or `null` has no fields. Throws 413 when it is too long, 400 when it is not a JSON
    /// object or has a field that is not `allowed`.
    init(_ request: Request, allowed: [String]) async throws {
        let buffer = try await request.body.collect(upTo: Self.limit)
        let data = Data(buffer.readableBytesView)
        guard data.contains(where: { !" \t\r\n".utf8.contains($0) }) else {
            self = RequestObject()
            return
        }
        guard let value = try? HubJSON.decode(JSONValue.self, from: data) else {
            throw Refusal(.badRequest, code: "bad_json", "The body is not valid JSON")
        }
        try self.init(value, allowed: allowed, within: "")
    }

    /// Takes a value that must be an object or null.
    init(_ value: JSONValue, allowed: [String], within parent: String) throws {
        switch value {
        case .null: fields = [:]
        case .object(let object): fields = object
        default:
            let what = parent.isEmpty ? "The body" : "\"\(parent)\""
            throw Refusal(.badRequest, code: "bad_value", "\(what) must be a JSON object")
        }
        if let unknown = fields.keys.sorted().first(where: { !allowed.contains($0) }) {
            throw Refusal(
                .badRequest, code: "unknown_field",
                "\"\(unknown.prefix(100))\" is not a field here; possible: \(allowed.joined(separator: ", "))")
        }
    }

    var isEmpty: Bool { fields.isEmpty }
    var names: [String] { fields.keys.sorted() }

    /// Whether the field is there, if only as null.
    func isGiven(_ name: String) -> Bool { fields[name] != nil }

    /// The field, unless it is absent or null.
    subscript(name: String) -> JSONValue? {
        guard let value = fields[name], value != .null else { return nil }
        return value
    }

    func string(_ name: String) throws -> String? {
        guard let value = self[name] else { return nil }
        guard case .string(let text) = value else { throw Self.wrong(name, value, "a string") }
        return text
    }

    func bool(_ name: String) throws -> Bool? {
        guard let value = self[name] else { return nil }
        guard case .bool(let flag) = value else { throw Self.wrong(name, value, "true or false") }
        return flag
    }

    func integer(_ name: String) throws -> Int64? {
        guard let value = self[name] else { return nil }
        guard case .integer(let number) = value else { throw Self.wrong(name, value, "a whole number") }
        return number
    }

    func strings(_ name: String) throws -> [String]? {
        guard let value = self[name] else { return nil }
        guard case .array(let items) = value else { throw Self.wrong(name, value, "a list of strings") }
        return try items.map { item in
            guard case .string(let text) = item else { throw Self.wrong(name, item, "a list of strings") }
            return text
        }
    }

    static func wrong(_ field: String, _ value: JSONValue, _ expected: String) -> Refusal {
        Refusal(
            .badRequest, code: "bad_value",
            "\(field): \(value.text.prefix(100)) cannot be used; expected \(expected)")
    }
}
