/// One operation of the API: what the OpenAPI document says of it, and which methods a path has.
package struct HubOperation: Hashable, Sendable {
    package let method: String
    /// With parameters in braces: `/hub/api/users/{user}/server`.
    package let path: String
    package let summary: String
    /// The scope it needs; nil when none, or when it depends on whom it concerns.
    package let scope: String?
    /// Query parameters, by name with what each means.
    package let query: [String: String]
    /// The name of the request body's schema, if it takes one.
    package let body: String?
    /// Answers by status: the name of the schema, `text`, `events`, or nil for an empty body.
    package let answers: [Int: String?]

    init(
        _ method: String, _ path: String, _ summary: String, scope: String? = nil, query: [String: String] = [:],
        body: String? = nil, _ answers: [Int: String?]
    ) {
        self.method = method
        self.path = path
        self.summary = summary
        self.scope = scope
        self.query = query
        self.body = body
        self.answers = answers
    }

    /// The methods that `path` has, sorted; empty when there is no such path. Empty segments do not count.
    package static func methods(of path: String) -> [String] {
        let asked = path.split(separator: "/")
        let matching = all.filter { operation in
            let segments = operation.path.split(separator: "/")
            return segments.count == asked.count
                && zip(segments, asked).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        return Set(matching.map(\.method)).sorted()
    }
}
