import GRDB
import Servers

/// A row of `usage_intervals`.
struct UsageIntervalRecord: Record {
    static var databaseTableName: String { "usage_intervals" }

    let server: String
    let generation: Int
    let owner: String
    let name: String
    /// JSON of a list of names.
    let groups: String
    let profile: String
    let node: String
    let image: String?
    /// Thousandths of a core, both.
    let cpuReserve: Int
    let cpuBurst: Int
    let memory: Int64
    let gpus: Int
    let beganAt: Int64
    let endedAt: Int64
    /// Microseconds.
    let cpu: Int64
    /// Byte-seconds.
    let memoryTime: Double
    let peakMemory: Int64?
    let peakCores: Double?

    init(_ interval: UsageInterval) throws {
        server = interval.server.value
        generation = interval.generation
        owner = interval.subject.key.owner.value
        name = interval.subject.key.name.value
        groups = try json(interval.subject.groups)
        profile = interval.subject.profile.value
        node = interval.subject.node.value
        image = interval.subject.image?.value
        cpuReserve = interval.reserved.cpu.reserve.thousandths
        cpuBurst = interval.reserved.cpu.burst.thousandths
        memory = interval.reserved.memory.count
        gpus = interval.reserved.gpus
        beganAt = interval.began.microseconds
        endedAt = interval.ended.microseconds
        cpu = interval.used.cpu.microseconds
        memoryTime = interval.used.memory
        peakMemory = interval.used.peakMemory?.count
        peakCores = interval.used.peakCores
    }
}

/// A row of `usage_open`: the same of the interval that goes on, for sums, and all of it for going on.
struct OpenUsageRecord: Record {
    static var databaseTableName: String { "usage_open" }

    private let interval: UsageIntervalRecord
    /// JSON of an `OpenUsage`.
    let state: String

    init(_ open: OpenUsage) throws {
        interval = try UsageIntervalRecord(open.interval)
        state = try json(open)
    }

    init(from decoder: any Decoder) throws {
        interval = try UsageIntervalRecord(from: decoder)
        state = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .state)
    }

    func encode(to encoder: any Encoder) throws {
        try interval.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(state, forKey: .state)
    }

    private enum CodingKeys: String, CodingKey { case state }

    func open() throws -> OpenUsage { try Self.open(state) }

    /// What the column `state` of a row holds.
    static func open(_ state: String) throws -> OpenUsage {
        do {
            return try value(OpenUsage.self, json: state)
        } catch {
            throw UnreadableRow(table: databaseTableName, cause: error)
        }
    }

    /// What time and readings add, and the row's key: `ended_at, cpu, memory_time, peak_memory, peak_cores, state, server`.
    var progress: StatementArguments {
        [
            interval.endedAt, interval.cpu, interval.memoryTime, interval.peakMemory, interval.peakCores, state,
            interval.server,
        ]
    }
}

/// A row of `usage_sessions`.
struct UsageSessionRecord: Record {
    static var databaseTableName: String { "usage_sessions" }

    let server: String
    let generation: Int
    let owner: String
    let name: String
    /// JSON of a list of names.
    let groups: String
    let profile: String
    let node: String
    let image: String?
    let beganAt: Int64
    let startedAt: Int64?
    let endedAt: Int64
    /// Microseconds.
    let lasted: Int64
    let reason: String
    let isRaised: Bool
    let isResized: Bool
    let hasRequest: Bool
    let ranOutOfMemory: Bool
    let peakMemory: Int64?
    let peakCores: Double?
    let defaultMemory: Int64?
    /// Thousandths of a core.
    let defaultCpu: Int?

    init(_ session: UsageSession) throws {
        server = session.server.value
        generation = session.generation
        owner = session.subject.key.owner.value
        name = session.subject.key.name.value
        groups = try json(session.subject.groups)
        profile = session.subject.profile.value
        node = session.subject.node.value
        image = session.subject.image?.value
        beganAt = session.began.microseconds
        startedAt = session.startedAt?.microseconds
        endedAt = session.ended.microseconds
        lasted = session.lasted.microseconds
        reason = session.reason
        isRaised = session.fit.isRaised
        isResized = session.fit.isResized
        hasRequest = session.fit.hasRequest
        ranOutOfMemory = session.fit.ranOutOfMemory
        peakMemory = session.fit.peakMemory?.count
        peakCores = session.fit.peakCores
        defaultMemory = session.fit.defaultMemory?.count
        defaultCpu = session.fit.defaultCPU?.thousandths
    }
}

extension Duration {
    /// Whole microseconds, rounded down.
    fileprivate var microseconds: Int64 { (Timestamp(microseconds: 0) + self).microseconds }
}
