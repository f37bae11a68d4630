import Servers

extension ServerStoreConformance {
    /// What is remembered of processes that were killed for memory.
    static let memory: [ConformanceCase<ServerStoreSubject>] = [
        ConformanceCase("A note of memory is read back whole with its server, its event at its own time") { subject in
            let key = try StoreSamples.key("ada", "gpu")
            let server = try await subject.launch(key, id: "aaaa")
            let announced = subject.changes().count
            let record = sample(kills: 2)
            let event = NewEvent(.outOfMemory, "Kernel a.ipynb ran out of memory")
            let seen = try await subject.store.noteMemory(of: server.id) { tracked in
                tracked.memory == nil ? MemoryNote(record, event: event) : nil
            }
            try same(seen, true)
            try same(try await subject.store.server(key)?.memory, record)
            try same(try await subject.store.servers(of: key.owner).map(\.memory), [record])
            try same(try await subject.store.unfinished().map(\.memory), [record])
            let told = try some(try await subject.store.events(of: server.id, after: 0, limit: 9).last)
            try same(told.at, record.last.at)
            try same(told.kind, .outOfMemory)
            try same(subject.changes().count, announced + 1)
        },
        ConformanceCase("A note that is not made, or of no server, writes nothing") { subject in
            let key = try StoreSamples.key("ada")
            let server = try await subject.launch(key, id: "aaaa")
            let announced = subject.changes()
            try same(try await subject.store.noteMemory(of: server.id) { _ in nil }, false)
            let record = sample(kills: 1)
            try same(try await subject.store.noteMemory(of: ServerID("none")) { _ in MemoryNote(record) }, false)
            try same(try await subject.store.server(key)?.memory, nil)
            try same(subject.changes(), announced)
        },
        ConformanceCase("A later note takes the place of the one before and outlives a change of the server") {
            subject in
            let key = try StoreSamples.key("ada")
            let server = try await subject.launch(key, id: "aaaa")
            for kills in 1...2 {
                let record = sample(kills: kills)
                try await subject.store.noteMemory(of: server.id) { _ in MemoryNote(record) }
            }
            let next = server.launched(StoreSamples.spec(key.owner), at: StoreSamples.start + .seconds(9))
            try await subject.store.change(key) { _ in ServerChange(server: next, outcome: ()) }
            try same(try await subject.store.server(key)?.memory, sample(kills: 2))
            // It is of the generation before.
            try same(try await subject.store.server(key)?.outOfMemory, nil)
        },
    ]

    private static func sample(kills: Int) -> MemoryRecord {
        MemoryRecord(
            generation: 1,
            run: ContainerRun(container: ContainerID("abcdef"), startedAt: StoreSamples.start + .seconds(2)),
            kills: kills, toldUntil: StoreSamples.start + .seconds(5), lastHint: StoreSamples.start + .seconds(4),
            last: OutOfMemory(
                at: StoreSamples.start + .seconds(3), limit: .gibibytes(2),
                kernels: [.init(path: "ä \"b\".ipynb", name: "python3")], others: 1, remedy: .resize(.gibibytes(4))))
    }
}
