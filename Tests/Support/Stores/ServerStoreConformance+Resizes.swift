import Servers

/// What is asked of running servers, and what became of it.
extension ServerStoreConformance {
    static let resizes: [ConformanceCase<ServerStoreSubject>] = [
        ConformanceCase("A resize is read back whole, with its server's options, wherever the server is found") {
            subject in
            let server = try await subject.resize(try StoreSamples.key("ada", "gpu"), id: "aaaa")
            let other = try await subject.launch(try StoreSamples.key("bob"), id: "bbbb")
            try same(try await subject.store.server(server.key)?.server, server)
            try same(try await subject.store.server(server.id)?.server.resize, server.resize)
            try same(try await subject.store.servers(of: nil).map(\.server), [server, other])
            try same(try await subject.store.unfinished().map(\.server), [server, other])
        },
        ConformanceCase("What became of a resize is read back, and what follows for the server with it") { subject in
            let (start, late) = (StoreSamples.start, StoreSamples.start + .seconds(9))
            let outcomes: [Resize.Outcome] = [
                .pending(Resize.Retry(failures: 2, at: late)), .applied(late),
                .refused(late, code: "below_use", message: "it is using \"3.1 GiB\""),
            ]
            for (index, outcome) in outcomes.enumerated() {
                let server = try await subject.resize(try StoreSamples.key("u\(index)"), id: "id\(index)")
                let event = NewEvent(.resized, "done")
                try same(
                    try await subject.store.settleResize(server.id, revision: 1, outcome, [event], at: start), true)
                try same(try await subject.store.server(server.id)?.server, server.settled(1, outcome))
                let events = try await subject.store.events(of: server.id, after: 0, limit: 9)
                try same(events.map(\.message), ["done"])
                try same(subject.changes().last, .server(server.id, event: try some(events.last).id))
            }
        },
        ConformanceCase("A resize that was overtaken, is settled, or is of an earlier generation is not settled") {
            subject in
            let server = try await subject.resize(try StoreSamples.key("ada"), id: "aaaa")
            let second = StoreSamples.resized(server)
            try await subject.store.change(server.key) { _ in ServerChange(server: second, outcome: ()) }
            try same(try await settle(1, subject), false)
            try same(try await settle(3, subject), false)
            try same(try await subject.store.server(server.id)?.server, second)
            try same(try await settle(2, subject), true)
            try same(try await settle(2, subject), false)
            let third = StoreSamples.resized(try some(try await subject.store.server(server.id)).server)
            let next = third.launched(StoreSamples.spec(server.key.owner), at: StoreSamples.start)
            for written in [third, next] {
                try await subject.store.change(server.key) { _ in ServerChange(server: written, outcome: ()) }
            }
            try same(try await settle(3, subject), false)
            try same(try await subject.store.server(server.id)?.server, next)
            try same(try await subject.store.events(of: server.id, after: 0, limit: 9).count, 1)
            try same(
                try await subject.store.settleResize(
                    ServerID("zzzz"), revision: 1, .pending(nil), [], at: next.createdAt), false)
        },
        ConformanceCase("No change rewrites a resize, or takes it away") { subject in
            let server = try await subject.resize(try StoreSamples.key("ada"), id: "aaaa")
            var (rewritten, without) = (server, server)
            rewritten.resize?.outcome = .applied(StoreSamples.start)
            without.resize = nil
            for wrong in [rewritten, without] {
                try await failing {
                    try await subject.store.change(server.key) { _ in ServerChange(server: wrong, outcome: ()) }
                }
            }
            try same(try await subject.store.server(server.id)?.server, server)
        },
        ConformanceCase("A resize may be settled from the start, as one is that comes before its container") {
            subject in
            let server = try await subject.launch(try StoreSamples.key("ada"), id: "aaaa")
            let settled = try some(StoreSamples.resized(server).settled(1, .applied(StoreSamples.start)))
            try await subject.store.change(server.key) { _ in ServerChange(server: settled, outcome: ()) }
            try same(try await subject.store.server(server.id)?.server, settled)
            try same(try await settle(1, subject), false)
        },
    ]

    private static func settle(_ revision: Int, _ subject: ServerStoreSubject) async throws -> Bool {
        try await subject.store.settleResize(
            ServerID("aaaa"), revision: revision, .applied(StoreSamples.start), [NewEvent(.resized, "")],
            at: StoreSamples.start)
    }
}

extension ServerStoreSubject {
    /// Writes a server that was launched once, and asks for a resize of it.
    fileprivate func resize(_ key: ServerKey, id: String) async throws -> Server {
        let resized = StoreSamples.resized(try await launch(key, id: id))
        try await store.change(key) { _ in ServerChange(server: resized, outcome: ()) }
        return resized
    }
}
