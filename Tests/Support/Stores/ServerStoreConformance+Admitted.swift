import Servers

/// What is decided over all unfinished servers in one transaction.
extension ServerStoreConformance {
    static let admitted: [ConformanceCase<ServerStoreSubject>] = [
        ConformanceCase("A decision sees its server and all unfinished ones, and what it writes is read back whole") {
            subject in
            let ada = try await subject.launch(try StoreSamples.key("ada"), id: "aaaa")
            let bob = try await subject.launch(try StoreSamples.key("bob"), id: "bbbb")
            let gone = try await subject.launch(try StoreSamples.key("cy"), id: "cccc")
            try await subject.store.record(
                StoreSamples.fullStatus(of: gone, phase: .finished), [], at: StoreSamples.start)
            let status = StoreSamples.fullStatus(of: ada, phase: .launched)
            let seen = try await subject.store.record(ada.id, at: StoreSamples.start) { tracked, unfinished in
                StatusChange(
                    status, events: [NewEvent(.admitted, "Admitted")],
                    outcome: [tracked.server.id] + unfinished.map(\.server.id))
            }
            try same(seen, [ada.id, ada.id, bob.id])
            try same(try await subject.store.server(ada.id)?.status, status)
            try same(try await subject.store.events(of: ada.id, after: 0, limit: 9).map(\.kind), [.admitted])
            try same(subject.changes().count, 5)
        },
        ConformanceCase("A decision that writes nothing changes nothing, one of an unknown server is not asked for") {
            subject in
            let ada = try await subject.launch(try StoreSamples.key("ada"), id: "aaaa")
            let announced = subject.changes()
            let seen = try await subject.store.record(ada.id, at: StoreSamples.start) { tracked, _ in
                StatusChange(outcome: tracked.server.generation)
            }
            try same(seen, 1)
            let unknown = try await subject.store.record(ServerID("zzzz"), at: StoreSamples.start) { _, _ in
                StatusChange(outcome: 1)
            }
            try same(unknown, nil)
            try same(subject.changes(), announced)
        },
        ConformanceCase("A hundred launches that ask at once are never given more than there is") { subject in
            let policy = AdmissionPolicy(reserve: .none)
            let host = HostCapacity(cpu: Cores(thousandths: 8000), memory: .gibibytes(7))
            let terms = AdmissionTerms(
                nodes: [NodeCapacity(node: .local, host: host, policy: policy)], policy: policy)
            var servers: [Server] = []
            for number in 0..<100 {
                servers.append(try await subject.launch(try StoreSamples.key("user\(number)"), id: "server\(number)"))
            }
            let now = StoreSamples.start + .seconds(2)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for server in servers { group.addTask { try await ask(server, terms, now, subject) } }
                try await group.waitForAll()
            }
            let holdings = try await subject.store.unfinished().compactMap(terms.holding)
            try same(holdings.reduce(.none) { $0 + $1.room }.memory, .gibibytes(7))
            try same(holdings.count, 7)
        },
        ConformanceCase("An earlier phase is not written by a decision either, and what it throws undoes all") {
            subject in
            struct Refusal: Error {}
            let ada = try await subject.launch(try StoreSamples.key("ada"), id: "aaaa")
            let started = StoreSamples.fullStatus(of: ada, phase: .started)
            try await subject.store.record(started, [], at: StoreSamples.start)
            let early = StoreSamples.fullStatus(of: ada, phase: .launched)
            _ = try await subject.store.record(ada.id, at: StoreSamples.start) { _, _ in
                StatusChange(early, events: [NewEvent(.admitted, "")], outcome: ())
            }
            let error = try await failing {
                try await subject.store.record(ada.id, at: StoreSamples.start) { _, _ -> StatusChange<Void> in
                    throw Refusal()
                }
            }
            try same(error is Refusal, true)
            try same(try await subject.store.server(ada.id)?.status, started)
            try same(try await subject.store.events(of: ada.id, after: 0, limit: 9), [])
        },
    ]

    /// One server's question for its admission.
    private static func ask(
        _ server: Server, _ terms: AdmissionTerms, _ now: Timestamp, _ subject: ServerStoreSubject
    ) async throws {
        _ = try await subject.store.record(server.id, at: now) { tracked, unfinished in
            guard case .admitted(let node, let gpus) = terms.plan(for: unfinished, at: now).verdicts[server.id],
                let spec = tracked.server.spec
            else { return StatusChange(outcome: false) }
            var status = ServerStatus(accepted: tracked.server, node: node, at: now).advanced(to: .launched, at: now)
            status.reservation = Reservation(resources: spec.resources, gpus: gpus)
            return StatusChange(status, outcome: true)
        }
    }
}
