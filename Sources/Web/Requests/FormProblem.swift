import Control
import HTTPTypes
import Servers

/// What is wrong with what a form sent, and with which of its fields: said beside them.
struct FormProblem {
    let status: HTTPResponse.Status
    private let parts: [Part]

    private struct Part {
        /// Nil for none in particular.
        let field: String?
        let message: String
    }

    /// - Parameter field: the form's only one: whatever is wrong is wrong with that.
    /// - Throws: the error itself, where nothing else that could be filled in would mend it.
    init(_ error: any Error, of field: String? = nil) throws {
        switch error {
        case let invalid as InvalidValue:
            self.init(.badRequest, [Part(field: field ?? invalid.field, message: invalid.withoutField)])
        case let refusal as Refusal where refusal.kind != .forbidden && refusal.kind != .notFound:
            self.init(refusal: refusal, of: field)
        default: throw error
        }
    }

    /// Any refusal, for those who know that what was filled in is why.
    init(refusal: Refusal, of field: String? = nil) {
        // Beside the field nobody has to be told which.
        let place = refusal.field.map { "\($0): " } ?? ""
        let message = refusal.message.hasPrefix(place) ? refusal.message.dropFirst(place.count) : refusal.message[...]
        self.init(refusal.kind.status, [Part(field: field ?? refusal.field, message: String(message))])
    }

    /// Several values at once, in the order of the form; nil where there are none.
    init?(_ invalid: [InvalidValue]) {
        if invalid.isEmpty { return nil }
        self.init(.badRequest, invalid.map { Part(field: $0.field, message: $0.withoutField) })
    }

    private init(_ status: HTTPResponse.Status, _ parts: [Part]) { (self.status, self.parts) = (status, parts) }

    /// What is wrong with this field; with its place where that is a part of what is in it: `filter term 2`.
    func with(_ field: String) -> String? {
        for part in parts {
            if part.field == field { return part.message }
            if let place = part.field, place.hasPrefix("\(field) ") { return "\(place): \(part.message)" }
        }
        return nil
    }

    /// What is wrong with none of these fields.
    func beside(_ fields: [String]) -> String? {
        for part in parts {
            guard let field = part.field else { return part.message }
            if !fields.contains(where: { field == $0 || field.hasPrefix("\($0) ") }) {
                return "\(field): \(part.message)"
            }
        }
        return nil
    }
}

extension InvalidValue {
    /// What is said beside the field.
    fileprivate var withoutField: String {
        value.isEmpty ? "Expected \(expected)" : "\"\(value)\" cannot be used; expected \(expected)"
    }
}
