import GRDB
package import Servers

extension SQLiteStore {
    package func servers(_ ids: [ServerID]) async throws -> [TrackedServer] {
        guard !ids.isEmpty else { return [] }
        let list = try json(ids)
        let found = try await read { db in
            try Self.tracked(
                db, where: "servers.id IN (SELECT value FROM json_each(?)) AND removed_at IS NULL", [list])
        }
        let byID = Dictionary(found.map { ($0.server.id, $0) }) { first, _ in first }
        return ids.compactMap { byID[$0] }
    }

    package func fleet(of owner: UserName?, with parts: Set<FleetPart>) async throws -> [FleetEntry] {
        try await lines(FleetQuery(parts, of: owner))
    }

    package func unfinishedFleet(with parts: Set<FleetPart>) async throws -> [FleetEntry] {
        try await lines(FleetQuery(parts, isUnfinished: true))
    }

    private func lines(_ query: FleetQuery) async throws -> [FleetEntry] {
        try await read { db in
            var reasons = FinishReasons()
            let rows = try Row.fetchCursor(db, sql: query.sql, arguments: [query.owner?.value])
            var entries: [FleetEntry] = []
            while let row = try rows.next() { entries.append(try query.entry(row, &reasons)) }
            return entries
        }
    }
}

/// Reads lines of the fleet: what is not asked for is neither joined nor taken out of a spec's JSON.
private struct FleetQuery: Sendable {
    private let hasSpec: Bool
    private let hasStatus: Bool
    /// Whose; nil: everyone's.
    let owner: UserName?
    private let isUnfinished: Bool

    init(_ parts: Set<FleetPart>, of owner: UserName? = nil, isUnfinished: Bool = false) {
        self.owner = owner
        self.isUnfinished = isUnfinished
        hasSpec = parts.contains(.spec)
        hasStatus = parts.contains(.status)
    }

    private static let names = ["servers.id", "owner", "name", "display_name"]
    private static let spec = [
        "spec ->> '$.profile'", "spec ->> '$.image'", "spec ->> '$.resources.cpu.burst'",
        "spec ->> '$.resources.memory'",
    ]
    private static let status = [
        "servers.generation", "desired = 'running'", "launched_at", "uses.at", "warned_at", "kept_until",
        "status.phase", "since", "reason",
        "status.image", "node", "healthy", "container", "container_started_at",
    ]

    var sql: String {
        let columns = Self.names + (hasSpec ? Self.spec : []) + (hasStatus ? Self.status : [])
        let status = "LEFT JOIN status ON status.server = servers.id AND status.generation = servers.generation"
        let others =
            "LEFT JOIN uses ON uses.server = servers.id LEFT JOIN idle ON idle.server = servers.id"
        let unfinished = "AND servers.generation > 0 AND status.phase IS NOT 'finished'"
        return """
            SELECT \(columns.joined(separator: ", ")) FROM servers
            \(hasStatus || isUnfinished ? status : "") \(hasStatus ? others : "")
            WHERE removed_at IS NULL AND (?1 IS NULL OR owner = ?1) \(isUnfinished ? unfinished : "")
            ORDER BY owner, name
            """
    }

    func entry(_ row: Row, _ reasons: inout FinishReasons) throws -> FleetEntry {
        do {
            var columns = Columns(row: row)
            let id = ServerID(try columns.next())
            let owner = try UserName(columns.next())
            let name: String = try columns.next()
            var entry = FleetEntry(
                id: id, key: ServerKey(owner: owner, name: name.isEmpty ? .default : try ServerName(name)))
            entry.displayName = try columns.next()
            if hasSpec { entry.spec = try spec(&columns) }
            if hasStatus { entry.status = try status(&columns, &reasons) }
            return entry
        } catch let error as InvalidValue {
            throw UnreadableRow(table: "servers", cause: error)
        }
    }

    private func spec(_ columns: inout Columns) throws -> FleetEntry.Spec? {
        let (profile, image): (String?, String?) = (try columns.next(), try columns.next())
        let (cpu, memory): (Double?, Int64?) = (try columns.next(), try columns.next())
        guard let profile, let image, let cpu, let memory else { return nil }
        return FleetEntry.Spec(
            profile: ProfileID(profile), image: image, cpu: try Cores(cpu, field: "cpu"), memory: Bytes(memory))
    }

    private func status(_ columns: inout Columns, _ reasons: inout FinishReasons) throws -> FleetEntry.Status? {
        let generation: Int = try columns.next()
        let isWanted: Bool = try columns.next()
        let (launchedAt, usedAt) = (try columns.moment(), try columns.moment())
        let idle = IdleRecord(warnedAt: try columns.moment(), keptUntil: try columns.moment())
        return FleetEntry.Status(
            generation: generation, isWanted: isWanted, launchedAt: launchedAt, usedAt: usedAt,
            idle: idle, reached: try reached(&columns, generation, &reasons))
    }

    private func reached(
        _ columns: inout Columns, _ generation: Int, _ reasons: inout FinishReasons
    ) throws -> FleetEntry.Reached? {
        let phase: String? = try columns.next()
        guard let phase = phase.flatMap({ Phase(rawValue: $0) }), let since = try columns.moment() else { return nil }
        let reason: String? = try columns.next()
        let image: String? = try columns.next()
        let node: String = try columns.next()
        let healthy: Bool = try columns.next()
        let container: String? = try columns.next()
        return FleetEntry.Reached(
            generation: generation, phase: phase, since: since, reason: try reason.map { try reasons.reason($0) },
            image: image.map { ImageDigest($0) }, node: NodeID(node), healthy: healthy,
            container: container.map { ContainerID($0) }, containerStartedAt: try columns.moment())
    }
}

/// A row's columns, one after another.
private struct Columns {
    let row: Row
    private var index = 0

    init(row: Row) { self.row = row }

    mutating func next<Value: DatabaseValueConvertible & StatementColumnConvertible>() throws -> Value {
        defer { index += 1 }
        return try row.decode(Value.self, atIndex: index)
    }

    mutating func moment() throws -> Timestamp? {
        let microseconds: Int64? = try next()
        return microseconds.map { Timestamp(microseconds: $0) }
    }
}

/// Reasons by the JSON that they are stored as: few, for many servers.
private struct FinishReasons {
    private var known: [String: FinishReason] = [:]

    mutating func reason(_ text: String) throws -> FinishReason {
        if let reason = known[text] { return reason }
        let reason = try value(FinishReason.self, json: text)
        known[text] = reason
        return reason
    }
}
