/// What an admin tells everybody who works in a server, and who comes to the hub's pages.
package struct Broadcast: Hashable, Sendable, Codable {
    /// One that was closed in a browser is not shown there again.
    package let id: String
    package let message: OperatorText
    package let level: Notice.Level
    package let at: Timestamp
    /// When it is over; nil: when it is withdrawn.
    package let until: Timestamp?
    /// Which servers are told, in the fleet's filter language; empty: all.
    package let filter: String
    /// Who said it, as the audit log names them.
    package let by: String

    package init(
        id: String, message: OperatorText, level: Notice.Level, at: Timestamp, until: Timestamp?, filter: String,
        by: String
    ) {
        self.id = id
        self.message = message
        self.level = level
        self.at = at
        self.until = until
        self.filter = filter
        self.by = by
    }

    package func stands(at now: Timestamp) -> Bool { until.map { now < $0 } ?? true }
}
