import GRDB
import Servers

/// A row of `events`.
struct EventRecord: Record {
    static var databaseTableName: String { "events" }

    /// Nil until the store has numbered it.
    let id: Int64?
    let server: String
    let generation: Int
    let at: Int64
    let kind: EventKind
    let message: String

    init(_ event: NewEvent, of server: ServerID, generation: Int, at: Timestamp) {
        id = nil
        self.server = server.value
        self.generation = generation
        self.at = at.microseconds
        kind = event.kind
        message = event.message
    }

    var event: ServerEvent {
        ServerEvent(
            id: id ?? 0, server: ServerID(server), generation: generation, at: Timestamp(microseconds: at), kind: kind,
            message: message)
    }
}
