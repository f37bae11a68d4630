import Control
import Foundation
import Hummingbird
import NIOCore
import Servers

extension Request {
    /// The fields of a page's form. Throws `Refusal` 400 when they cannot be read.
    func form<Fields: Decodable>(_ type: Fields.Type) async throws -> Fields {
        let buffer = try await body.collect(upTo: 1 << 16)
        do {
            return try URLEncodedFormDecoder().decode(type, from: String(buffer: buffer))
        } catch {
            throw Refusal(.badRequest, code: "bad_form", "The form could not be read")
        }
    }
}

/// What people typed into the fields of forms; nil where there is nothing in them.
enum Typed {
    /// Without white space around it.
    static func text(_ typed: String?) -> String? {
        guard let text = typed?.trimmingCharacters(in: .whitespaces), !text.isEmpty else { return nil }
        return text
    }

    /// Throws `InvalidValue` for field `cpu`.
    static func cores(_ typed: String?) throws(InvalidValue) -> Cores? {
        guard let text = text(typed) else { return nil }
        guard let number = Double(text) else {
            throw InvalidValue(field: "cpu", value: text, expected: "a number of cores such as 0.5 or 4")
        }
        return try Cores(number, field: "cpu")
    }

    /// Throws `InvalidValue` for field `memory`.
    static func memory(_ typed: String?) throws(InvalidValue) -> Bytes? {
        guard let text = text(typed) else { return nil }
        return try Bytes(text, field: "memory")
    }
}
