import Servers

extension ServerStoreConformance {
    /// Servers in every phase, one that was never launched, and one that is being launched anew.
    private static func fill(_ subject: ServerStoreSubject) async throws {
        for (number, phase) in Phase.allCases.enumerated() {
            let key = try StoreSamples.key("u\(number)", number.isMultiple(of: 2) ? "" : "gpu")
            let server = try await subject.launch(key, id: "id\(number)")
            try await subject.store.record(
                StoreSamples.fullStatus(of: server, phase: phase), [], at: StoreSamples.start)
        }
        try await subject.store.noteUse(of: StoreSamples.key("u0"), at: StoreSamples.start + .seconds(7))
        try await subject.store.change(StoreSamples.key("u1", "gpu")) { before in
            guard var server = before?.server else { return ServerChange(server: nil, outcome: ()) }
            server.desired = .stopped(.stoppedByAdmin)
            server.displayName = try DisplayName("Große Läufe")
            return ServerChange(server: server, outcome: ())
        }
        let again = try StoreSamples.key("u2")
        try await subject.store.change(again) { before in
            ServerChange(
                server: before?.server.launched(StoreSamples.spec(again.owner, image: "other"), at: StoreSamples.start),
                outcome: ())
        }
        try await subject.launch(try StoreSamples.key("zoe"), id: "waiting")
        let fresh = try StoreSamples.key("zoe", "fresh")
        try await subject.store.change(fresh) { _ in
            ServerChange(
                server: Server(id: ServerID("fresh"), key: fresh, uid: 20_000, createdAt: StoreSamples.start),
                outcome: ())
        }
    }

    static let fleet: [ConformanceCase<ServerStoreSubject>] = [
        ConformanceCase("A line of the fleet is its server's, in each phase") { subject in
            try await fill(subject)
            let servers = try await subject.store.servers(of: nil)
            let lines = try await subject.store.fleet(of: nil, with: [.spec, .status])
            try same(lines, servers.map { FleetEntry($0) })
            try same(lines.count, Phase.allCases.count + 2)
        },
        ConformanceCase("Lines have only the parts that are asked for, and only one owner's servers") { subject in
            try await fill(subject)
            for parts in [[], [.spec], [.status], [.groups, .usage]] as [Set<FleetPart>] {
                let lines = try await subject.store.fleet(of: nil, with: parts)
                try same(lines.contains { $0.spec != nil }, parts.contains(.spec))
                try same(lines.contains { $0.status != nil }, parts.contains(.status))
            }
            try same(
                try await subject.store.fleet(of: UserName("zoe"), with: []).map(\.key.description),
                ["zoe/", "zoe/fresh"])
            try same(try await subject.store.fleet(of: UserName("eve"), with: [.spec, .status]), [])
        },
        ConformanceCase("Lines of what is unfinished are those of the servers that are") { subject in
            try await fill(subject)
            let servers = try await subject.store.unfinished()
            try same(
                try await subject.store.unfinishedFleet(with: [.spec, .status]), servers.map { FleetEntry($0) })
            try same(try await subject.store.unfinishedFleet(with: []).map(\.id), servers.map(\.server.id))
            let others = Set(try await subject.store.fleet(of: nil, with: []).map(\.id)).subtracting(
                servers.map(\.server.id))
            try same(servers.isEmpty || others.isEmpty, false)
        },
        ConformanceCase("A line is as the last write left it, and none of a server that is gone") { subject in
            try await fill(subject)
            let key = try StoreSamples.key("zoe", "fresh")
            try await subject.store.change(key) { before in
                guard var server = before?.server else { return ServerChange(server: nil, outcome: ()) }
                server.desired = .removed(.stoppedByUser)
                return ServerChange(server: server, outcome: ())
            }
            let lines = try await subject.store.fleet(of: UserName("zoe"), with: [.status])
            try same(lines.map(\.key.description), ["zoe/"])
            try same(try await subject.store.servers([ServerID("fresh")]), [])
        },
        ConformanceCase("Servers come by their ids, in that order; those that are not there are passed over") {
            subject in
            try await fill(subject)
            let ids = ["id3", "nobody", "fresh", "id0"].map { ServerID($0) }
            let servers = try await subject.store.servers(ids)
            try same(servers.map(\.server.id.value), ["id3", "fresh", "id0"])
            try same(servers.first, try await subject.store.server(ServerID("id3")))
            try same(try await subject.store.servers([]), [])
        },
    ]
}
