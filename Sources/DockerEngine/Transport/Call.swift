import Foundation
import NIOCore

/// One request to the engine, before the API version is known. Pure.
struct Call: Sendable {
    enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case delete = "DELETE"
    }

    /// What is sent along.
    enum Payload: Sendable {
        case none
        case json(ByteBuffer)
        /// A tar archive; `length` in bytes where it is known.
        case archive(any AsyncSequence<ByteBuffer, any Error> & Sendable, length: Int64?)

        /// Whether the same bytes are still there for a second try.
        var canBeSentAgain: Bool {
            switch self {
            case .none, .json: true
            case .archive: false
            }
        }
    }

    let method: Method
    /// The path with `{id}` or `{name}` for what varies, like `/containers/{id}/json`.
    let template: String
    let path: String
    var query: [(name: String, value: String)] = []
    var payload = Payload.none
    /// Sent as `X-Registry-Auth`; never logged.
    var registryLogin: RegistryLogin?

    /// - Parameter subject: what stands in the template's braces; `/` is kept only for a `{name}`, an image's.
    /// - Throws: `EngineError.badParameter` for a subject that would lead to another path.
    init(_ method: Method, _ template: String, subject: String? = nil) throws {
        self.method = method
        self.template = template
        guard let subject else {
            path = template
            return
        }
        let segments = subject.split(separator: "/", omittingEmptySubsequences: false)
        guard segments.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
            throw EngineError.badParameter(message: "\"\(subject)\" is not a name")
        }
        let keepsSlash = template.contains("{name}")
        path = template.replacing("{id}", with: Self.escaped(subject, keepsSlash: keepsSlash))
            .replacing("{name}", with: Self.escaped(subject, keepsSlash: keepsSlash))
    }

    /// The kind of call, one of a few dozen: for messages, logs and metric labels.
    var label: String { "\(method.rawValue) \(template)" }

    /// The request target, with the version in front where one is given.
    func uri(version: APIVersion?) -> String {
        let prefix = version.map { "/v\($0)" } ?? ""
        let items = query.map { "\(Self.escaped($0.name))=\(Self.escaped($0.value))" }
        return prefix + path + (items.isEmpty ? "" : "?" + items.joined(separator: "&"))
    }

    /// Adds a query item; none when the value is nil.
    func with(_ name: String, _ value: String?) -> Call {
        guard let value else { return self }
        var call = self
        call.query.append((name, value))
        return call
    }

    /// Adds `name=1` when it is wanted.
    func with(_ name: String, _ wanted: Bool) -> Call { with(name, wanted ? "1" : nil) }

    /// Sends `value` as JSON.
    func sending(_ value: some Encodable) throws -> Call {
        var call = self
        call.payload = .json(try JSON.encode(value, call: label))
        return call
    }

    /// Percent-encodes all but RFC 3986's unreserved characters.
    static func escaped(_ text: String, keepsSlash: Bool = false) -> String {
        var allowed = CharacterSet(charactersIn: "-._~")
        allowed.insert(charactersIn: "a"..."z")
        allowed.insert(charactersIn: "A"..."Z")
        allowed.insert(charactersIn: "0"..."9")
        if keepsSlash { allowed.insert("/") }
        return text.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
    }
}
