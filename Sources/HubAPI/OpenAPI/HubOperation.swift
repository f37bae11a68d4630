/// One operation of the API: what the OpenAPI document says of it, and which methods a path has.
package struct HubOperation: Hashable, Sendable {
    package let method: String
    /// With parameters in braces: `/hub/api/users/{user}/server`.
    package let path: String
    package let summary: String
    /// The scope it needs; nil when none, or when it depends on whom it concerns.
    package let scope: String?
    /// Query parameters, by name.
    package let query: [String: QueryParameter]
    /// The name of the request body's schema, if it takes one.
    package let body: String?
    /// The schema of its answer in JupyterHub's pages, for a list that can be asked for so.
    package let page: String?
    /// Whether its answer can be asked for as values separated by commas, too.
    package var isTable: Bool { query["format"] != nil }
    /// Whether it answers without a credential.
    package let isOpen: Bool
    /// Answers by status: the name of the schema, `text`, `events`, `news`, or nil for an empty body.
    package let answers: [Int: String?]

    init(
        _ method: String, _ path: String, _ summary: String, scope: String? = nil,
        query: [String: QueryParameter] = [:],
        body: String? = nil, page: String? = nil, isOpen: Bool = false, _ answers: [Int: String?]
    ) {
        self.method = method
        self.path = path
        self.summary = summary
        self.scope = scope
        self.query = query
        self.body = body
        self.page = page
        self.isOpen = isOpen
        self.answers = answers.merging(Self.refusals(path, hasBody: body != nil, isOpen: isOpen)) { own, _ in own }
    }

    /// What any operation of that kind may be refused with, beside what it says itself.
    private static func refusals(_ path: String, hasBody: Bool, isOpen: Bool) -> [Int: String?] {
        var statuses = [400, 503]
        if !isOpen { statuses.append(403) }
        if path.contains("{") { statuses.append(404) }
        if hasBody { statuses.append(413) }
        return Dictionary(uniqueKeysWithValues: statuses.map { ($0, "Error") })
    }

    /// The names in braces in its path, in order.
    package var pathParameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
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
