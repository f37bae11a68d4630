import Control
import Hummingbird
import NIOCore

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
