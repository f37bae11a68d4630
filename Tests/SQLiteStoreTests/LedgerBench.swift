import Foundation
import GRDB
import Servers
import Support
import Testing

@testable import SQLiteStore

/// What the ledger costs; run by hand: `swift test -c release --filter LedgerBench`.
@Suite("What the ledger costs")
struct LedgerBench {
    private static let (users, days) = (1000, 365)

    /// A year of a thousand users, two servers' days of each a day, in ten groups.
    private func year() async throws -> OpenedStore {
        let opened = try OpenedStore()
        for number in 0..<Self.users {
            try await opened.subject().launch(try StoreSamples.key("user\(number)"), id: "server\(number)")
        }
        try await opened.store.write { db in
            try db.execute(
                sql: """
                    WITH RECURSIVE one (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM one WHERE n < ?)
                    INSERT INTO usage_intervals SELECT NULL, 'server' || (n % 1000), 1, 'user' || (n % 1000), '',
                        '["all","group' || (n % 10) || '"]', 'profile' || (n % 3), 'local', 'sha256:0123', 500, 2000,
                        1073741824, 0, (n / 1000) * 43200000000, (n / 1000) * 43200000000 + 30000000000, 1000000,
                        1e13, 536870912 + n, 0.5 FROM one
                    """, arguments: [Self.users * Self.days * 2 - 1])
            try db.execute(
                sql: """
                    INSERT INTO usage_sessions SELECT NULL, server, id, owner, name, groups, profile, node, image, began_at,
                        began_at, ended_at, ended_at - began_at, 'stoppedByUser', 0, 0, 0, id % 8 = 0, peak_memory,
                        peak_cores, 1073741824, 2000 FROM usage_intervals
                    """)
        }
        return opened
    }

    @Test("A year of a thousand users is summed")
    func sums() async throws {
        let opened = try await year()
        let size = try FileManager.default.attributesOfItem(atPath: opened.path)[.size] as? Int ?? 0
        Self.say("\(Self.users * Self.days * 2) intervals and sessions, \(size >> 20) MiB")
        let lastWeek = Timestamp(microseconds: Int64(Self.days - 7) * 86_400_000_000)
        for (name, since) in [("a year", nil), ("seven days", lastWeek)] {
            for key in UsageKey.allCases {
                try await measure("\(name) by \(key.rawValue)") {
                    _ = try await opened.store.usage(UsageQuery(by: key, since: since))
                }
            }
            try await measure("\(name), fit of defaults") {
                _ = try await opened.store.fits(since: since, until: nil, owner: nil)
            }
        }
    }

    @Test("A thousand servers are written down")
    func keeping() async throws {
        let opened = try OpenedStore()
        var servers: [Server] = []
        for number in 0..<1000 {
            let server = try await opened.subject().launch(try StoreSamples.key("user\(number)"), id: "server\(number)")
            try await opened.store.record(
                StoreSamples.fullStatus(of: server, phase: .started), [], at: StoreSamples.start)
            servers.append(server)
        }
        for minute in 1...5 {
            opened.time.advance(by: .seconds(60))
            let spans = servers.map { server in
                UsageSpan(
                    of: server.id, ContainerID("abcdef"),
                    first: UsageSample(moment: opened.time.moment(), cpu: .seconds(minute), memory: .gibibytes(1)))
            }
            try await measure("a minute of 1,000 servers") { try await opened.store.keepUsage(spans) }
        }
    }

    private func measure(_ name: String, _ body: () async throws -> Void) async throws {
        let took = try await ContinuousClock().measure(body)
        Self.say("\(name): \(Int(took / .milliseconds(1))) ms")
    }

    private static func say(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
}
