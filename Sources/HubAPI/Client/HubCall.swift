import Foundation

/// One request to the hub's API. Pure.
struct HubCall: Sendable {
    enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    let method: Method
    /// Below the base URL, percent-encoded.
    let path: String
    var query: [(name: String, value: String)] = []
    var body: [UInt8]?
    var accept = "application/json"

    /// - Parameter path: one of `HubPaths`.
    init(_ method: Method, _ path: String) {
        self.method = method
        self.path = path
    }

    /// For messages: method and path.
    var label: String { "\(method.rawValue) \(path)" }

    /// The request target.
    var target: String {
        let items = query.map { "\(HubPaths.queryValue($0.name))=\(HubPaths.queryValue($0.value))" }
        return path + (items.isEmpty ? "" : "?" + items.joined(separator: "&"))
    }

    /// Adds a query item; none when the value is nil.
    func with(_ name: String, _ value: String?) -> HubCall {
        guard let value else { return self }
        var call = self
        call.query.append((name, value))
        return call
    }

    func accepting(_ type: String) -> HubCall {
        var call = self
        call.accept = type
        return call
    }

    /// Sends `value` as JSON.
    func sending(_ value: some Encodable) throws(HubError) -> HubCall {
        var call = self
        do {
            call.body = Array(try HubJSON.encode(value))
        } catch {
            throw .badAnswer("\(label): the request cannot be written as JSON")
        }
        return call
    }
}

/// Which server a call is about. Names are as people typed them; the hub checks them.
package struct HubServerName: Hashable, Sendable, CustomStringConvertible {
    package let user: String
    /// Empty for the default server.
    package let name: String

    package init(user: String, name: String = "") {
        self.user = user
        self.name = name
    }

    /// `ada/` for the default server, `ada/gpu` for a named one.
    package var description: String { "\(user)/\(name)" }
}
