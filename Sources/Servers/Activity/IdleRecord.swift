/// What has passed between Berth and a server's people of its being idle.
package struct IdleRecord: Hashable, Sendable, Codable {
    /// When they were told that it would be stopped; nil when they were not, or when that holds no more.
    package var warnedAt: Timestamp?
    /// Until when somebody asked for it to be kept; may be over.
    package var keptUntil: Timestamp?

    package init(warnedAt: Timestamp? = nil, keptUntil: Timestamp? = nil) {
        self.warnedAt = warnedAt
        self.keptUntil = keptUntil
    }
}
