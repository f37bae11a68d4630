/// Which servers are to be stopped, and how many those are that fit as the asker saw them.
package struct BulkStop: Hashable, Sendable, Codable {
    package var filter: String
    package var expected: Int

    package init(filter: String, expected: Int) {
        self.filter = filter
        self.expected = expected
    }
}

/// What became of one of the servers that something was done to at once.
package struct BulkOutcomeModel: Hashable, Sendable, Codable {
    package var owner: String
    package var name: String
    /// `stopping`; `stopped`: it was already; `refused`. Expect it to grow.
    package var result: String
    /// Why it was refused.
    @OrNull package var code: String?
    @OrNull package var message: String?

    package init(_ owner: String, _ name: String, _ result: String, code: String? = nil, message: String? = nil) {
        self.owner = owner
        self.name = name
        self.result = result
        self.code = code
        self.message = message
    }
}
