package import Servers

/// An audit log and what admins said, as one store or as two that share the log.
package struct OperatingSubject: Sendable {
    let store: any OperatingStore
    let log: any AuditStore

    package init(store: any OperatingStore, log: any AuditStore) {
        self.store = store
        self.log = log
    }
}

/// What every `OperatingStore` and every `AuditStore` keeps to.
package enum OperatingStoreConformance {
    package static let cases: [ConformanceCase<OperatingSubject>] = [
        ConformanceCase("A drain is kept until it is ended, each change with its audit entry") { subject in
            try same(try await subject.store.drain(), nil)
            let drain = Drain(
                message: try OperatorText("Back at noon"), deadline: StoreSamples.start + .seconds(60),
                since: StoreSamples.start, by: "root")
            try await subject.store.setDrain(drain, audit: StoreSamples.audit("drain.begin"))
            try same(try await subject.store.drain(), drain)
            let other = Drain(message: Drain.usual, deadline: nil, since: StoreSamples.start, by: "root")
            try await subject.store.setDrain(other, audit: StoreSamples.audit("drain.begin"))
            try same(try await subject.store.drain(), other)
            try await subject.store.setDrain(nil, audit: StoreSamples.audit("drain.end"))
            try same(try await subject.store.drain(), nil)
            let actions = try await subject.log.audit(AuditQuery()).map(\.entry.action)
            try same(actions, ["drain.end", "drain.begin", "drain.begin"])
        },
        ConformanceCase("A broadcast is told in place of the last one, and taken back") { subject in
            let said = Broadcast(
                id: "1", message: try OperatorText("Hällo \"all\""), level: .warning, at: StoreSamples.start,
                until: StoreSamples.start + .seconds(1), filter: "profile:large", by: "root")
            try await subject.store.setBroadcast(said, audit: StoreSamples.audit("broadcast.tell"))
            try same(try await subject.store.broadcast(), said)
            try same(try await subject.store.drain(), nil)
            try await subject.store.setBroadcast(nil, audit: StoreSamples.audit("broadcast.withdraw"))
            try same(try await subject.store.broadcast(), nil)
            try same(try await subject.log.audit(AuditQuery()).count, 2)
        },
        ConformanceCase("The log keeps all of an entry, and what is asked of it is what it answers") { subject in
            let lines = try await written(subject)
            try same(lines.count, 7)
            try same(lines.map(\.entry), entries.reversed())
            for query in queries(lines) {
                try same(try await subject.log.audit(query), Array(lines.filter(query.matches).prefix(query.limit)))
            }
        },
        ConformanceCase("The log is read to its end piece by piece, whatever is written meanwhile") { subject in
            let lines = try await written(subject)
            var (read, after) = ([AuditLine](), Int64?.none)
            while true {
                let part = try await subject.log.audit(AuditQuery(after: after, limit: 2))
                guard let last = part.last else { break }
                read += part
                after = last.id
                try await subject.log.note(StoreSamples.audit("later", at: StoreSamples.start + .seconds(100)))
            }
            try same(read, lines)
        },
    ]

    private static func entry(
        _ second: Int, _ principal: String, _ action: String, _ target: String, _ parameters: AuditParameters = [:]
    ) -> AuditEntry {
        AuditEntry(
            at: StoreSamples.start + .seconds(second), principal: principal, address: second == 2 ? nil : "::1",
            action: action, target: target, parameters: parameters, result: "done")
    }

    private static let entries = [
        entry(0, "ada", "server.launch", "ada/", ["profile": "small", "memory": "2 GiB"]),
        entry(1, "ada/token a3", "server.stop", "ada/"),
        entry(2, "system", "server.stop", "ada/gpu"),
        entry(3, "adam", "server.stop", "adam/"),
        entry(4, "root", "serverless", "50%_ada"),
        entry(5, "root", "user.add", "Ünal", ["note": "\u{1b}[31m\n\"'"]),
        entry(6, "-", "login", "-"),
    ]

    private static func written(_ subject: OperatingSubject) async throws -> [AuditLine] {
        for entry in entries { try await subject.log.note(entry) }
        return try await subject.log.audit(AuditQuery())
    }

    private static func queries(_ lines: [AuditLine]) -> [AuditQuery] {
        let start = StoreSamples.start
        return [
            AuditQuery(since: start + .seconds(2)), AuditQuery(until: start + .seconds(2)),
            AuditQuery(since: start + .seconds(1), until: start + .seconds(5), principal: "ada"),
            AuditQuery(principal: "ada"), AuditQuery(principal: "ada/token a3"), AuditQuery(principal: ""),
            AuditQuery(action: "server"), AuditQuery(action: "server.stop"), AuditQuery(action: "serv"),
            AuditQuery(target: "ada"), AuditQuery(target: "%"), AuditQuery(target: ""), AuditQuery(target: "Ü"),
            AuditQuery(after: lines[2].id), AuditQuery(after: 0), AuditQuery(limit: 3), AuditQuery(limit: 0),
            AuditQuery(action: "server.stop", after: lines[3].id, limit: 1),
        ]
    }
}
