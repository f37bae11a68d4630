/// One thing that happened to a server, as its history keeps it.
package struct ServerEvent: Hashable, Sendable, Codable {
    /// The store's number: ascending over all servers, and the id of the server-sent event.
    package let id: Int64
    package let server: ServerID
    package let generation: Int
    package let at: Timestamp
    package let kind: EventKind
    /// One line for people.
    package let message: String

    package init(id: Int64, server: ServerID, generation: Int, at: Timestamp, kind: EventKind, message: String) {
        self.id = id
        self.server = server
        self.generation = generation
        self.at = at
        self.kind = kind
        self.message = message
    }
}

/// An event before the store has numbered it.
package struct NewEvent: Hashable, Sendable {
    package let kind: EventKind
    package let message: String

    package init(_ kind: EventKind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}

/// What kind of thing happened.
package enum EventKind: String, Hashable, Sendable, Codable {
    case added, requested, stopRequested, removeRequested, changed, renamed, opened
    case admitted, imageReady, created, starting, started
    case resizeRequested, resized, resizeRefused, limitsRestored
    case requestMade, requestApproved, requestDenied, requestWithdrawn, grantEnded
    case failed, retrying, unhealthy, healthy, hostRestarted, adopted
    case stopping, finished
    case outOfMemory
    case stopAnnounced, kept
}
