package import Servers

/// A server store to check, with what the checks need beside the port.
package struct ServerStoreSubject: Sendable {
    package let store: any ServerStore
    /// Makes the account that a server's owner may have to have.
    package let addOwner: @Sendable (UserName) async throws -> Void
    /// All audit entries, oldest first.
    package let audit: @Sendable () async throws -> [AuditEntry]
    /// What was announced so far.
    package let changes: @Sendable () -> [StoreChange]

    package init(
        store: any ServerStore, addOwner: @escaping @Sendable (UserName) async throws -> Void,
        audit: @escaping @Sendable () async throws -> [AuditEntry],
        changes: @escaping @Sendable () -> [StoreChange]
    ) {
        self.store = store
        self.addOwner = addOwner
        self.audit = audit
        self.changes = changes
    }

    /// Writes a server that was launched once, its owner's account included.
    @discardableResult
    package func launch(_ key: ServerKey, id: String) async throws -> Server {
        try await addOwner(key.owner)
        let server = StoreSamples.launched(key, id: id)
        try await store.change(key) { _ in ServerChange(server: server, outcome: ()) }
        return server
    }
}

/// The contract of `ServerStore`.
package enum ServerStoreConformance {
    package static let cases: [ConformanceCase<ServerStoreSubject>] =
        intent + reached + history + named + resizes + memory + quota + admitted + fleet + idle

    private static let intent: [ConformanceCase<ServerStoreSubject>] = [
        ConformanceCase("A change sees nothing of a new key and what it writes is read back whole") { subject in
            let key = try StoreSamples.key("ada", "gpu")
            try await subject.addOwner(key.owner)
            let server = StoreSamples.launched(key, id: "aaaa")
            let seen = try await subject.store.change(key) { before in ServerChange(server: server, outcome: before) }
            try same(seen, nil)
            let expected = TrackedServer(server: server, status: nil)
            try same(try await subject.store.server(key), expected)
            try same(try await subject.store.server(server.id), expected)
            let again = try await subject.store.change(key) { before in ServerChange(server: nil, outcome: before) }
            try same(again, expected)
        },
        ConformanceCase("A server that was never launched is kept and is nobody's work") { subject in
            let key = try StoreSamples.key("ada")
            try await subject.addOwner(key.owner)
            var server = Server(id: ServerID("aaaa"), key: key, uid: 20_000, createdAt: StoreSamples.start)
            server.desired = .stopped(.crashed(exitCode: -1))
            let kept = server
            try await subject.store.change(key) { _ in ServerChange(server: kept, outcome: ()) }
            try same(try await subject.store.server(key)?.server, kept)
            try same(try await subject.store.unfinished(), [])
        },
        ConformanceCase("What a change throws is rethrown and nothing is written") { subject in
            struct Refusal: Error {}
            let key = try StoreSamples.key("ada")
            try await subject.launch(key, id: "aaaa")
            let announced = subject.changes()
            let error = try await failing {
                try await subject.store.change(key) { _ -> ServerChange<Void> in throw Refusal() }
            }
            try same(error is Refusal, true)
            try same(subject.changes(), announced)
        },
        ConformanceCase("A change that writes another key's server is refused whole") { subject in
            let (key, other) = (try StoreSamples.key("ada"), try StoreSamples.key("ada", "gpu"))
            try await subject.addOwner(key.owner)
            let server = StoreSamples.launched(other, id: "aaaa")
            try await failing {
                try await subject.store.change(key) { _ in
                    ServerChange(server: server, audit: StoreSamples.audit("server.launch"), outcome: ())
                }
            }
            try same(try await subject.store.servers(of: nil), [])
            try same(try await subject.audit(), [])
        },
        ConformanceCase("A server's id is never another's and never changes") { subject in
            let (key, other) = (try StoreSamples.key("ada"), try StoreSamples.key("ada", "gpu"))
            let server = try await subject.launch(key, id: "aaaa")
            try await failing { try await subject.launch(other, id: "aaaa") }
            try await failing { try await subject.launch(key, id: "bbbb") }
            try same(try await subject.store.servers(of: nil).map(\.server), [server])
        },
        ConformanceCase("Servers come by owner and name, of one owner or of all") { subject in
            let keys = try [
                StoreSamples.key("bob"), StoreSamples.key("ada", "z"), StoreSamples.key("ada"),
                StoreSamples.key("ada", "b"),
            ]
            for (index, key) in keys.enumerated() { try await subject.launch(key, id: "id\(index)") }
            try same(
                try await subject.store.servers(of: nil).map(\.server.key.description),
                ["ada/", "ada/b", "ada/z", "bob/"])
            try same(try await subject.store.servers(of: UserName("bob")).map(\.server.key.description), ["bob/"])
            try same(try await subject.store.servers(of: UserName("eve")), [])
        },
        ConformanceCase("A change can see all unfinished servers, and those alone, as they are then") { subject in
            let keys = try [StoreSamples.key("ada"), StoreSamples.key("bob"), StoreSamples.key("eve")]
            let over = try await subject.launch(keys[0], id: "aaaa")
            try await subject.launch(keys[1], id: "bbbb")
            try await subject.addOwner(keys[2].owner)
            let status = StoreSamples.fullStatus(of: over, phase: .finished)
            try await subject.store.record(status, [], at: StoreSamples.start)
            let seen = try await subject.store.change(keys[2]) { before, unfinished in
                ServerChange(
                    server: nil, outcome: (unfinished + [before].compactMap(\.self)).map(\.server.key.description))
            }
            try same(seen, ["bob/"])
        },
        ConformanceCase("Many changes of one key at once come one after another") { subject in
            let key = try StoreSamples.key("ada")
            try await subject.launch(key, id: "aaaa")
            let store = subject.store
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        try await store.change(key) { before in
                            let next = before?.server.launched(StoreSamples.spec(key.owner), at: StoreSamples.start)
                            return ServerChange(server: next, outcome: ())
                        }
                    }
                }
                try await group.waitForAll()
            }
            try same(try await subject.store.server(key)?.server.generation, 101)
        },
    ]

    private static let reached: [ConformanceCase<ServerStoreSubject>] = [
        ConformanceCase("A status is read back whole, in each phase") { subject in
            let server = try await subject.launch(try StoreSamples.key("ada"), id: "aaaa")
            for phase in Phase.allCases {
                let status = StoreSamples.fullStatus(of: server, phase: phase)
                try same(try await subject.store.record(status, [], at: StoreSamples.start), true)
                try same(try await subject.store.server(server.id)?.status, status)
            }
        },
        ConformanceCase("A bare status is read back as it was") { subject in
            let server = try await subject.launch(try StoreSamples.key("ada"), id: "aaaa")
            let status = ServerStatus(accepted: server, node: NodeID("two"), at: StoreSamples.start)
            try await subject.store.record(status, [], at: StoreSamples.start)
            try same(try await subject.store.server(server.key)?.status, status)
        },
        ConformanceCase("An earlier phase of the same generation is not written, the same phase is") { subject in
            let server = try await subject.launch(try StoreSamples.key("ada"), id: "aaaa")
            var status = StoreSamples.fullStatus(of: server, phase: .started)
            try await subject.store.record(status, [], at: StoreSamples.start)
            let late = StoreSamples.fullStatus(of: server, phase: .launched)
            let event = NewEvent(.admitted, "too late")
            try same(try await subject.store.record(late, [event], at: StoreSamples.start), false)
            try same(try await subject.store.events(of: server.id, after: 0, limit: 9), [])
            status.healthy = false
            try same(try await subject.store.record(status, [], at: StoreSamples.start), true)
            try same(try await subject.store.server(server.id)?.status, status)
        },
        ConformanceCase("An older generation's status is not written over a newer one's") { subject in
            let key = try StoreSamples.key("ada")
            let first = try await subject.launch(key, id: "aaaa")
            let second = first.launched(StoreSamples.spec(key.owner), at: StoreSamples.start)
            try await subject.store.change(key) { _ in ServerChange(server: second, outcome: ()) }
            let new = StoreSamples.fullStatus(of: second, phase: .accepted)
            try same(try await subject.store.record(new, [], at: StoreSamples.start), true)
            let old = StoreSamples.fullStatus(of: first, phase: .finished)
            try same(try await subject.store.record(old, [], at: StoreSamples.start), false)
            try same(try await subject.store.server(key)?.status, new)
        },
        ConformanceCase("The last generation's end is written while the next is already wanted") { subject in
            let key = try StoreSamples.key("ada")
            let first = try await subject.launch(key, id: "aaaa")
            let second = first.launched(StoreSamples.spec(key.owner), at: StoreSamples.start)
            try await subject.store.change(key) { _ in ServerChange(server: second, outcome: ()) }
            let end = StoreSamples.fullStatus(of: first, phase: .finished)
            try same(try await subject.store.record(end, [], at: StoreSamples.start), true)
            try same(try await subject.store.unfinished().map(\.server), [second])
        },
        ConformanceCase("A status of no server is not written; one of a generation never asked for is refused") {
            subject in
            let server = try await subject.launch(try StoreSamples.key("ada"), id: "aaaa")
            let stranger = StoreSamples.launched(server.key, id: "bbbb")
            let status = StoreSamples.fullStatus(of: stranger, phase: .started)
            try same(try await subject.store.record(status, [], at: StoreSamples.start), false)
            let ahead = server.launched(StoreSamples.spec(server.key.owner), at: StoreSamples.start)
            try await failing {
                try await subject.store.record(
                    StoreSamples.fullStatus(of: ahead, phase: .accepted), [], at: StoreSamples.start)
            }
            try same(try await subject.store.server(server.id)?.status, nil)
        },
        ConformanceCase("A finished status without a reason is refused") { subject in
            let server = try await subject.launch(try StoreSamples.key("ada"), id: "aaaa")
            var status = StoreSamples.fullStatus(of: server, phase: .finished)
            status.reason = nil
            let wrong = status
            try await failing { try await subject.store.record(wrong, [], at: StoreSamples.start) }
        },
        ConformanceCase("Unfinished are those without a status and those short of finished") { subject in
            let waiting = try await subject.launch(try StoreSamples.key("ada"), id: "aaaa")
            let running = try await subject.launch(try StoreSamples.key("bob"), id: "bbbb")
            let done = try await subject.launch(try StoreSamples.key("cy"), id: "cccc")
            try await subject.store.record(
                StoreSamples.fullStatus(of: running, phase: .started), [], at: StoreSamples.start)
            try await subject.store.record(
                StoreSamples.fullStatus(of: done, phase: .finished), [], at: StoreSamples.start)
            try same(try await subject.store.unfinished().map(\.server), [waiting, running])
        },
    ]

    private static let history: [ConformanceCase<ServerStoreSubject>] = [
        ConformanceCase("Events ascend over all servers and are read from where one left off") { subject in
            let ada = try await subject.launch(try StoreSamples.key("ada"), id: "aaaa")
            let bob = try await subject.launch(try StoreSamples.key("bob"), id: "bbbb")
            for (server, kind) in [(ada, EventKind.admitted), (bob, .admitted), (ada, .created), (ada, .started)] {
                try await subject.store.record(
                    StoreSamples.fullStatus(of: server, phase: .started), [NewEvent(kind, "\(kind)")],
                    at: StoreSamples.start)
            }
            let all = try await subject.store.events(of: ada.id, after: 0, limit: 9)
            try same(all.map(\.kind), [.admitted, .created, .started])
            try same(all.map(\.id), all.map(\.id).sorted())
            let first = try some(all.first)
            try same(first.at, StoreSamples.start)
            try same(first.message, "admitted")
            try same(try await subject.store.events(of: ada.id, after: first.id, limit: 1), [all[1]])
            try same(try await subject.store.events(of: bob.id, after: first.id, limit: 9).count, 1)
            try same(try await subject.store.events(of: bob.id, after: 0, limit: 0), [])
            try same(try await subject.store.latestEvents(of: ada.id, limit: 1), Array(all.suffix(1)))
            try same(try await subject.store.latestEvents(of: ada.id, limit: 9), all)
        },
        ConformanceCase("A change's events and audit entry are written with it, at the entry's time") { subject in
            let key = try StoreSamples.key("ada")
            let server = try await subject.launch(key, id: "aaaa")
            let audit = StoreSamples.audit("server.stop", at: StoreSamples.start + .seconds(9))
            try await subject.store.change(key) { before in
                ServerChange(
                    server: before?.server, events: [NewEvent(.stopRequested, "by ada")], audit: audit, outcome: ())
            }
            let events = try await subject.store.events(of: server.id, after: 0, limit: 9)
            try same(events.map(\.generation), [1])
            try same(events.map(\.at), [audit.at])
            try same(try await subject.audit(), [audit])
        },
        ConformanceCase("Each commit is announced with the server's newest event, a refused one is not") { subject in
            let key = try StoreSamples.key("ada")
            let server = try await subject.launch(key, id: "aaaa")
            try same(subject.changes(), [.server(server.id, event: 0)])
            let status = StoreSamples.fullStatus(of: server, phase: .started)
            let events = [NewEvent(.starting, ""), NewEvent(.started, "")]
            try await subject.store.record(status, events, at: StoreSamples.start)
            let newest = try some(try await subject.store.events(of: server.id, after: 0, limit: 9).last).id
            try same(subject.changes().last, .server(server.id, event: newest))
            let late = StoreSamples.fullStatus(of: server, phase: .launched)
            try await subject.store.record(late, [], at: StoreSamples.start)
            try await subject.store.change(key) { _ in ServerChange(server: nil, outcome: ()) }
            try same(subject.changes().count, 2)
        },
        ConformanceCase("Events of a key that has no server are refused") { subject in
            let key = try StoreSamples.key("ada")
            try await subject.addOwner(key.owner)
            try await failing {
                try await subject.store.change(key) { _ in
                    ServerChange(server: nil, events: [NewEvent(.requested, "")], outcome: ())
                }
            }
        },
    ]
}
