import Foundation
import NIOCore

extension EngineError {
    /// The error that an answer of 300 and above stands for.
    ///
    /// The body is the engine's `{"message": …}`; plain text is taken as it is, shortened to 1,000 characters.
    init(status: Int, body: ByteBuffer) {
        let message = Self.message(in: body) ?? "no reason given"
        switch status {
        case 300..<400: self = .protocolViolation("an unexpected redirect (\(status))")
        case 400: self = .badParameter(message: message)
        case 404: self = .notFound(message: message)
        case 409: self = .conflict(message: message, holder: Self.holder(in: message))
        default: self = .server(status: status, message: message)
        }
    }

    /// Whether the engine refused the API version in the path: it was up- or downgraded since we asked.
    var refusesVersion: Bool {
        guard case .badParameter(let message) = self, message.hasPrefix("client version ") else { return false }
        return message.contains(" is too new") || message.contains(" is too old")
    }

    private static func message(in body: ByteBuffer) -> String? {
        struct Refusal: Decodable { let message: String }
        let text = String(buffer: body)
        let message = (try? JSONDecoder().decode(Refusal.self, from: Data(text.utf8)))?.message ?? text
        let trimmed = message.trimmingCharacters(in: .whitespacesAndNewlines)
        return trimmed.isEmpty ? nil : String(trimmed.prefix(1000))
    }

    /// The id in `The container name "/x" is already in use by container "<id>". You have to …`.
    private static func holder(in message: String) -> String? {
        guard let start = message.range(of: "is already in use by container ") else { return nil }
        let id = message[start.upperBound...].drop { $0 == "\"" }.prefix { $0.isHexDigit }
        return id.isEmpty ? nil : String(id)
    }
}
