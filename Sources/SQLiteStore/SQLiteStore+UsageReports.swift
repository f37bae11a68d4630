import GRDB
package import Servers

extension SQLiteStore {
    package func usage(_ query: UsageQuery) async throws -> UsageReport {
        try await read { db in
            let rows = try UsageSumRow.fetchAll(db, sql: Self.sums(by: query.by), arguments: query.arguments)
            return UsageReport(
                rows: rows.filter { $0.sumKey != nil }.map(\.sum),
                total: (rows.first { $0.sumKey == nil } ?? UsageSumRow()).sum)
        }
    }

    package func fits(since: Timestamp?, until: Timestamp?, owner: UserName?) async throws -> [ProfileFit] {
        try await read { db in
            var tally = FitTally()
            let counted = try FitRow.fetchCursor(
                db,
                sql: """
                    SELECT profile, is_raised, is_resized, has_request, ran_out_of_memory, peak_memory, peak_cores,
                        default_memory, default_cpu FROM usage_sessions
                    WHERE started_at IS NOT NULL AND lasted >= ? AND ended_at >= ? AND ended_at < ?
                        AND (?4 IS NULL OR owner = ?4) ORDER BY id
                    """,
                arguments: [
                    UsageSession.shortestCounted.components.seconds * 1_000_000, since?.microseconds ?? .min,
                    until?.microseconds ?? .max, owner?.value,
                ])
            while let row = try counted.next() { tally.count(row.fit, in: row.profile) }
            return tally.fits
        }
    }

    /// The sums of what lies between `:since` and `:until`, for each key; all of it in the row whose key is null. Summed by
    /// server first, so that the intervals are read once.
    private static func sums(by key: UsageKey) -> String {
        """
        WITH parts AS (
            SELECT \(columns(key)) FROM usage_intervals WHERE \(isInTime)
            UNION ALL SELECT \(columns(key)) FROM usage_open WHERE \(isInTime) AND ended_at > began_at
        ), sums AS MATERIALIZED (
            SELECT part, server, sum(time) AS time, total(cpu_reserve / 1e3 * time) / 1e6 AS reserved_cpu,
                total(memory * 1.0 * time) / 1e6 AS reserved_memory, total(gpus * 1.0 * time) / 1e6 AS reserved_gpu,
                total(CASE WHEN time = whole THEN cpu ELSE cpu * 1.0 * time / whole END) / 1e6 AS used_cpu,
                total(CASE WHEN time = whole THEN memory_time ELSE memory_time * time / whole END) AS used_memory,
                max(peak_memory) AS peak_memory, max(peak_cores) AS peak_cores
            FROM parts GROUP BY part, server
        )
        SELECT NULL AS sum_key, \(totals) FROM sums
        UNION ALL SELECT \(key == .group ? "one.value" : "part") AS sum_key, \(totals)
            FROM sums\(key == .group ? " JOIN json_each(iif(part = '[]', '[\"\"]', part)) AS one" : "") GROUP BY sum_key
        ORDER BY sum_key
        """
    }

    private static func columns(_ key: UsageKey) -> String {
        """
        \(key.column) AS part, server, cpu_reserve, memory, gpus, cpu, memory_time, peak_memory, peak_cores,
            min(ended_at, :until) - max(began_at, :since) AS time, ended_at - began_at AS whole
        """
    }

    private static let totals = """
        count(DISTINCT server) AS servers, coalesce(sum(time), 0) AS time, total(reserved_cpu) AS reserved_cpu,
            total(reserved_memory) AS reserved_memory, total(reserved_gpu) AS reserved_gpu, total(used_cpu) AS used_cpu,
            total(used_memory) AS used_memory, max(peak_memory) AS peak_memory, max(peak_cores) AS peak_cores
        """
    private static let isInTime = "ended_at > :since AND began_at < :until AND (:owner IS NULL OR owner = :owner)"
}

extension UsageKey {
    fileprivate var column: String {
        switch self {
        case .user: "owner"
        case .group: "groups"
        case .profile: "profile"
        case .server: "owner || '/' || name"
        }
    }
}

extension UsageQuery {
    fileprivate var arguments: StatementArguments {
        ["since": since?.microseconds ?? .min, "until": until?.microseconds ?? .max, "owner": owner?.value]
    }
}

/// A row of sums.
private struct UsageSumRow: Record {
    /// Nil: of all.
    var sumKey: String?
    var servers = 0
    /// Microseconds.
    var time: Int64 = 0
    var reservedCpu = 0.0
    var reservedMemory = 0.0
    var reservedGpu = 0.0
    var usedCpu = 0.0
    var usedMemory = 0.0
    var peakMemory: Int64?
    var peakCores: Double?

    var sum: UsageSum {
        UsageSum(
            key: sumKey ?? "", servers: servers, time: .microseconds(time), reservedCPU: reservedCpu,
            reservedMemory: reservedMemory, reservedGPU: reservedGpu, usedCPU: usedCpu, usedMemory: usedMemory,
            peakMemory: peakMemory.map { Bytes($0) }, peakCores: peakCores)
    }
}

/// What a session's row tells of its profile; read column by column, as there may be many.
private struct FitRow: FetchableRecord {
    let profile: ProfileID
    let fit: SessionFit

    init(row: Row) throws {
        profile = ProfileID(try row.decode(String.self, atIndex: 0))
        fit = SessionFit(
            isRaised: try row.decode(Bool.self, atIndex: 1), isResized: try row.decode(Bool.self, atIndex: 2),
            hasRequest: try row.decode(Bool.self, atIndex: 3), ranOutOfMemory: try row.decode(Bool.self, atIndex: 4),
            peakMemory: try row.decode(Int64?.self, atIndex: 5).map { Bytes($0) },
            peakCores: try row.decode(Double?.self, atIndex: 6),
            defaultMemory: try row.decode(Int64?.self, atIndex: 7).map { Bytes($0) },
            defaultCPU: try row.decode(Int?.self, atIndex: 8).map { Cores(thousandths: $0) })
    }
}
