package import Servers
import Synchronization

/// Notes that somebody uses another's server, in the audit log and in the server's history, where its owner sees it: when
/// it begins, and once an hour while it goes on.
package struct NoteVisit: Sendable {
    private struct Visit: Hashable {
        let user: UserName
        let server: ServerKey
    }

    private final class Noted: Sendable {
        let visits = Mutex<[Visit: Timestamp]>([:])
    }

    private let servers: any ServerStore
    private let time: any TimeSource
    private let noted = Noted()

    private static let interval = Duration.seconds(3600)

    package init(servers: any ServerStore, time: any TimeSource) {
        self.servers = servers
        self.time = time
    }

    package func callAsFunction(_ key: ServerKey, by user: UserName) async throws {
        let now = time.now()
        let isNew = noted.visits.withLock { visits in
            visits = visits.filter { now - $0.value < Self.interval }
            let visit = Visit(user: user, server: key)
            guard visits[visit] == nil else { return false }
            visits[visit] = now
            return true
        }
        guard isNew else { return }
        let audit = AuditEntry(
            at: now, principal: user.value, address: nil, action: "server.use", target: key.description, result: "done")
        try await servers.change(key) { existing in
            guard existing != nil else { return ServerChange(server: nil, outcome: ()) }
            return ServerChange(
                server: nil, events: [NewEvent(.opened, "Used by \(user)")], audit: audit, outcome: ())
        }
    }
}
