import Control
import HTTPTypes
import Servers

/// What is wrong with what a form sent, and with which of its fields: said beside that.
struct FormProblem {
    /// Nil for none in particular.
    let field: String?
    let message: String
    let status: HTTPResponse.Status

    /// Nil for what nothing else that could be filled in would mend.
    init?(_ error: any Error) {
        switch error {
        case let invalid as InvalidValue:
            self.init(invalid.field, invalid.description, .badRequest)
        case let refusal as Refusal where refusal.kind != .forbidden && refusal.kind != .notFound:
            self.init(refusal.field, refusal.message, refusal.kind.status)
        default: return nil
        }
    }

    private init(_ field: String?, _ message: String, _ status: HTTPResponse.Status) {
        self.field = field
        // Beside the field nobody has to be told which.
        self.message =
            field.map { message.hasPrefix("\($0): ") ? String(message.dropFirst($0.count + 2)) : message } ?? message
        self.status = status
    }
}

extension FormProblem? {
    /// What is wrong with this field.
    func with(_ field: String) -> String? { self.flatMap { $0.field == field ? $0.message : nil } }

    /// What is wrong with none of these fields.
    func beside(_ fields: [String]) -> String? {
        self.flatMap { problem in
            guard let field = problem.field else { return problem.message }
            return fields.contains(field) ? nil : "\(field): \(problem.message)"
        }
    }
}
