import Foundation

/// A request that the stub engine got.
package struct StubRequest: Sendable {
    package let method: String
    /// The request target as it was sent.
    package let uri: String
    /// The version in front of the path, like `1.41`; nil when there is none.
    package let version: String?
    /// The path without version and query, percent-encoding kept.
    package let path: String
    /// Decoded; of a repeated name the last.
    package let query: [String: String]
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]
    /// What stood in the route's braces, decoded.
    package internal(set) var parameters: [String: String] = [:]

    init(method: String, uri: String, headers: [(name: String, value: String)], body: [UInt8]) {
        self.method = method
        self.uri = uri
        self.headers = headers
        self.body = body
        let parts = uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let segments = (parts.first ?? "").split(separator: "/", maxSplits: 1)
        if let first = segments.first, first.hasPrefix("v"), first.dropFirst().first?.isNumber == true {
            version = String(first.dropFirst())
            path = "/" + (segments.count > 1 ? segments[1] : "")
        } else {
            version = nil
            path = parts.first ?? ""
        }
        query = Self.items(of: parts.count > 1 ? parts[1] : "")
    }

    package var bodyText: String { String(decoding: body, as: UTF8.self) }

    /// The body as a JSON object; empty when it is none.
    package var json: [String: any Sendable] {
        let object = try? JSONSerialization.jsonObject(with: Data(body))
        return object as? [String: any Sendable] ?? [:]
    }

    /// The first header of that name, in any case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    private static func items(of query: String) -> [String: String] {
        var items: [String: String] = [:]
        for item in query.split(separator: "&") {
            let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = pair.count > 1 ? String(pair[1]) : ""
            items[String(pair[0]).removingPercentEncoding ?? ""] = value.removingPercentEncoding ?? value
        }
        return items
    }
}
