import Servers

/// Names, and what happens to those of servers that are renamed or removed.
extension ServerStoreConformance {
    static let named: [ConformanceCase<ServerStoreSubject>] = [
        ConformanceCase("What it is called and what its next launch gets are read back") { subject in
            let server = try await subject.launch(try StoreSamples.key("ada", "gpu"), id: "aaaa")
            var changed = server
            changed.displayName = try DisplayName("Größe \"XL\"")
            changed.options = LaunchOptions(profile: ProfileID("large"), cpu: Cores(thousandths: 1500))
            let wanted = changed
            try await subject.store.change(server.key) { _ in ServerChange(server: wanted, outcome: ()) }
            try same(try await subject.store.server(server.key)?.server, wanted)
        },
        ConformanceCase("A server's latest use is kept through changes of it, and none of a server that is not there") {
            subject in
            let server = try await subject.launch(try StoreSamples.key("ada", "gpu"), id: "aaaa")
            try same(try await subject.store.server(server.key)?.usedAt, nil)
            let late = StoreSamples.start + .seconds(9)
            for moment in [StoreSamples.start, late, StoreSamples.start] {
                try await subject.store.noteUse(of: server.key, at: moment)
            }
            try await subject.store.noteUse(of: try StoreSamples.key("ada"), at: late)
            let next = server.launched(StoreSamples.spec(server.key.owner), at: StoreSamples.start)
            try await subject.store.change(server.key) { _ in ServerChange(server: next, outcome: ()) }
            try same(try await subject.store.servers(of: nil).map(\.usedAt), [late])
        },
        ConformanceCase("A renamed server is found by its new name only, with its status and its history") { subject in
            let server = try await subject.launch(try StoreSamples.key("ada", "gpu"), id: "aaaa")
            let status = StoreSamples.fullStatus(of: server, phase: .finished)
            try await subject.store.record(status, [NewEvent(.finished, "")], at: StoreSamples.start)
            let renamed = server.renamed(try ServerName("new"))
            try await subject.store.change(server.key) { _ in ServerChange(server: renamed, outcome: ()) }
            try same(try await subject.store.server(server.key), nil)
            try same(
                try await subject.store.server(renamed.key), TrackedServer(server: renamed, status: status))
            try same(try await subject.store.servers(of: server.key.owner).map(\.server), [renamed])
            try same(try await subject.store.events(of: server.id, after: 0, limit: 9).count, 1)
        },
        ConformanceCase("A name that is taken is no new name for another") { subject in
            let server = try await subject.launch(try StoreSamples.key("ada", "gpu"), id: "aaaa")
            let other = try await subject.launch(try StoreSamples.key("ada", "new"), id: "bbbb")
            let error = try await failing {
                try await subject.store.change(server.key) { _ in
                    ServerChange(server: server.renamed(other.key.name), outcome: ())
                }
            }
            try same(error as? ServerNameTaken, ServerNameTaken(other.key))
            try same(try await subject.store.servers(of: nil).map(\.server), [server, other])
        },
        ConformanceCase("A server wanted removed is there until its end, then only its id finds it") { subject in
            let server = try await subject.launch(try StoreSamples.key("ada", "gpu"), id: "aaaa")
            try await subject.store.record(
                StoreSamples.fullStatus(of: server, phase: .started), [], at: StoreSamples.start)
            let removed = try await remove(server, subject)
            try same(try await subject.store.server(server.key)?.server, removed)
            try same(try await subject.store.unfinished().map(\.server), [removed])
            let end = StoreSamples.fullStatus(of: server, phase: .finished)
            try same(
                try await subject.store.record(end, [NewEvent(.finished, "")], at: StoreSamples.start), true)
            try same(try await subject.store.server(server.key), nil)
            try same(try await subject.store.servers(of: nil), [])
            try same(try await subject.store.unfinished(), [])
            try same(try await subject.store.server(server.id), TrackedServer(server: removed, status: end))
            try same(try await subject.store.events(of: server.id, after: 0, limit: 9).count, 1)
        },
        ConformanceCase("A server that never ran, or has ended, is removed at once, and its name is another's") {
            subject in
            let key = try StoreSamples.key("ada", "gpu")
            try await subject.addOwner(key.owner)
            let new = Server(id: ServerID("aaaa"), key: key, uid: 20_000, createdAt: StoreSamples.start)
            try await subject.store.change(key) { _ in ServerChange(server: new, outcome: ()) }
            try await remove(new, subject)
            try same(try await subject.store.server(key), nil)
            let second = try await subject.launch(key, id: "bbbb")
            try await subject.store.record(
                StoreSamples.fullStatus(of: second, phase: .finished), [], at: StoreSamples.start)
            try await remove(second, subject)
            let third = try await subject.launch(key, id: "cccc")
            try same(try await subject.store.servers(of: nil), [TrackedServer(server: third, status: nil)])
        },
    ]

    @discardableResult
    private static func remove(_ server: Server, _ subject: ServerStoreSubject) async throws -> Server {
        var removed = server
        removed.desired = .removed(.stoppedByUser)
        let wanted = removed
        try await subject.store.change(server.key) { _ in ServerChange(server: wanted, outcome: ()) }
        return wanted
    }
}
