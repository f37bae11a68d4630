import Servers

/// What servers compete for.
extension ServerStoreConformance {
    static let quota: [ConformanceCase<ServerStoreSubject>] = [
        ConformanceCase("A hundred launches at once never overdraw a quota, and what has finished gives back once") {
            subject in
            let limit = QuotaLimit(.memory, Bytes.gibibytes(7).count, .groupQuota(group: "physics"))
            let keys = try (0..<100).map { try StoreSamples.key("user\($0 % 10)", "s\($0)") }
            for key in keys.prefix(10) { try await subject.addOwner(key.owner) }
            try same(try await launches(keys, within: limit, subject), 7)
            try same(try await launches(keys, within: limit, subject), 0)
            let running = try await subject.store.unfinished()
            for tracked in running.prefix(2) {
                for phase in [Phase.killInitiated, .finished, .finished] {
                    let status = StoreSamples.fullStatus(of: tracked.server, phase: phase)
                    try await subject.store.record(status, [], at: StoreSamples.start)
                }
            }
            try same(try await launches(keys, within: limit, subject), 2)
        }
    ]

    /// Launches all that do not run, at once; answers how many were not refused.
    private static func launches(
        _ keys: [ServerKey], within limit: QuotaLimit, _ subject: ServerStoreSubject
    ) async throws -> Int {
        let held = Set(try await subject.store.unfinished().map(\.server.key))
        return try await withThrowingTaskGroup(of: Bool.self) { group in
            for key in keys where !held.contains(key) {
                group.addTask { try await launch(key, within: limit, subject.store) }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
    }

    private static func launch(
        _ key: ServerKey, within limit: QuotaLimit, _ store: any ServerStore
    ) async throws -> Bool {
        do {
            return try await store.change(key) { existing, unfinished in
                let server =
                    existing.map { $0.server.launched(StoreSamples.spec(key.owner), at: StoreSamples.start) }
                    ?? StoreSamples.launched(key, id: "id-\(key.name)")
                guard let charge = QuotaCharge(TrackedServer(server: server, status: nil)) else {
                    return ServerChange(server: nil, outcome: false)
                }
                try limit.check(charge, beside: unfinished.compactMap { QuotaCharge($0) })
                return ServerChange(server: server, outcome: true)
            }
        } catch is QuotaExcess {
            return false
        }
    }
}
