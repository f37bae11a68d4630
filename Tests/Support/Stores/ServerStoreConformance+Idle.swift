import Servers

extension ServerStoreConformance {
    /// What has passed between Berth and servers' people of their being idle.
    static let idle: [ConformanceCase<ServerStoreSubject>] = [
        ConformanceCase("What passed of being idle is read back with its server, and its event and audit with it") {
            subject in
            let key = try StoreSamples.key("ada", "gpu")
            let server = try await subject.launch(key, id: "aaaa")
            let announced = subject.changes().count
            let record = IdleRecord(warnedAt: StoreSamples.start, keptUntil: StoreSamples.start + .seconds(9))
            let audit = StoreSamples.audit("server.keep")
            try await subject.store.change(key) { _ in
                ServerChange(
                    server: nil, events: [NewEvent(.kept, "For 9 s")], audit: audit, idle: record, outcome: ())
            }
            try same(try await subject.store.server(key)?.idle, record)
            try same(try await subject.store.server(server.id)?.idle, record)
            try same(try await subject.store.servers(of: key.owner).map(\.idle), [record])
            try same(try await subject.store.unfinished().map(\.idle), [record])
            try same(try await subject.store.fleet(of: nil, with: [.status]).map(\.status?.idle), [record])
            try same(try await subject.store.events(of: server.id, after: 0, limit: 9).last?.kind, .kept)
            try same(try await subject.audit().last, audit)
            try same(subject.changes().count, announced + 1)
        },
        ConformanceCase("It outlives other changes and a rename, and nothing takes the place of all") { subject in
            let key = try StoreSamples.key("ada", "gpu")
            let server = try await subject.launch(key, id: "aaaa")
            let record = IdleRecord(keptUntil: StoreSamples.start)
            try await subject.store.change(key) { _ in ServerChange(server: nil, idle: record, outcome: ()) }
            let renamed = server.renamed(try ServerName("cpu"))
            try await subject.store.change(key) { _ in ServerChange(server: renamed, outcome: ()) }
            try same(try await subject.store.server(renamed.key)?.idle, record)
            try await subject.store.change(renamed.key) { _ in
                ServerChange(server: nil, idle: IdleRecord(), outcome: ())
            }
            try same(try await subject.store.server(renamed.key)?.idle, IdleRecord())
        },
        ConformanceCase("A change that fails leaves it as it was, and there is none of no server") { subject in
            let key = try StoreSamples.key("ada")
            try await subject.launch(key, id: "aaaa")
            try await failing {
                try await subject.store.change(key) { _ -> ServerChange<Void> in throw ServerNameTaken(key) }
            }
            try same(try await subject.store.server(key)?.idle, IdleRecord())
            try await failing {
                try await subject.store.change(try StoreSamples.key("ada", "other")) { _ in
                    ServerChange(server: nil, idle: IdleRecord(warnedAt: StoreSamples.start), outcome: ())
                }
            }
        },
    ]
}
