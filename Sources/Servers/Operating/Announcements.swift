/// What admins say to somebody at one moment.
package struct Announcements: Hashable, Sendable {
    /// The drain that is on; nil while launches are taken.
    package let drain: Drain?
    /// Nil where nothing is told, or it is for others.
    package let broadcast: Broadcast?

    package init(drain: Drain? = nil, broadcast: Broadcast? = nil) {
        self.drain = drain
        self.broadcast = broadcast
    }
}
