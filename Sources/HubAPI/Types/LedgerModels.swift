/// `GET /hub/api/usage`: what was reserved and used, summed.
package struct LedgerModel: Hashable, Sendable, Codable {
    /// `user`, `group`, `profile` or `server`.
    package var by: String
    /// Null: from the beginning.
    @OrNull package var since: String?
    /// Null: up to now.
    @OrNull package var until: String?
    package var rows: [LedgerRowModel]
    /// All of it, once: less than the rows' sum by group, as who is in several counts in each.
    package var total: LedgerRowModel

    package init(by: String, since: String?, until: String?, rows: [LedgerRowModel], total: LedgerRowModel) {
        self.by = by
        self.since = since
        self.until = until
        self.rows = rows
        self.total = total
    }
}

/// One row of it. Cores and GPUs in hours, memory in byte-hours.
package struct LedgerRowModel: Hashable, Sendable, Codable {
    /// The user, group (empty: in none), profile, or `ada/gpu`.
    package var key: String
    package var servers: Int
    /// How long the servers had what was reserved for them, together.
    package var hours: Double
    package var reserved: ReservedHoursModel
    package var used: UsedHoursModel

    package init(key: String, servers: Int, hours: Double, reserved: ReservedHoursModel, used: UsedHoursModel) {
        self.key = key
        self.servers = servers
        self.hours = hours
        self.reserved = reserved
        self.used = used
    }
}

package struct ReservedHoursModel: Hashable, Sendable, Codable {
    package var cpu: Double
    package var memory: Double
    package var gpus: Double

    package init(cpu: Double, memory: Double, gpus: Double) {
        self.cpu = cpu
        self.memory = memory
        self.gpus = gpus
    }
}

package struct UsedHoursModel: Hashable, Sendable, Codable {
    package var cpu: Double
    package var memory: Double
    /// The part of the reserved memory that was in use, 0 to 1.
    package var memoryShare: Double
    /// The most bytes at once; null where nothing was read.
    @OrNull package var peakMemory: Int64?
    /// The most cores, on average over half a minute or more.
    @OrNull package var peakCPU: Double?

    package init(cpu: Double, memory: Double, memoryShare: Double, peakMemory: Int64?, peakCPU: Double?) {
        self.cpu = cpu
        self.memory = memory
        self.memoryShare = memoryShare
        self.peakMemory = peakMemory
        self.peakCPU = peakCPU
    }

    private enum CodingKeys: String, CodingKey {
        case cpu, memory
        case memoryShare = "memory_share"
        case peakMemory = "peak_memory"
        case peakCPU = "peak_cpu"
    }
}

/// `GET /hub/api/usage/idle`: one server, the one with the most memory kept for nothing first.
package struct IdleModel: Hashable, Sendable, Codable {
    /// `ada/gpu`.
    package var server: String
    /// Byte-hours that were reserved and not used.
    package var unusedMemory: Double
    /// For how many seconds nothing has gone on in it; null for one that does not run.
    @OrNull package var idle: Int?
    package var usage: LedgerRowModel

    package init(server: String, unusedMemory: Double, idle: Int?, usage: LedgerRowModel) {
        self.server = server
        self.unusedMemory = unusedMemory
        self.idle = idle
        self.usage = usage
    }

    private enum CodingKeys: String, CodingKey {
        case server, idle, usage
        case unusedMemory = "unused_memory"
    }
}

/// `GET /hub/api/usage/defaults`: how well profiles' defaults fit.
package struct DefaultsModel: Hashable, Sendable, Codable {
    /// Sessions that ran for a minute or longer.
    package var sessions: Int
    package var inside: Int
    /// The share that ended inside, 0 to 1; null without sessions.
    @OrNull package var share: Double?
    package var profiles: [ProfileFitModel]

    package init(sessions: Int, inside: Int, share: Double?, profiles: [ProfileFitModel]) {
        self.sessions = sessions
        self.inside = inside
        self.share = share
        self.profiles = profiles
    }
}

/// The same of one profile.
package struct ProfileFitModel: Hashable, Sendable, Codable {
    package var profile: String
    package var sessions: Int
    /// Those that were not launched with more, were not resized, had no request, and did not run out of memory.
    package var inside: Int
    package var share: Double
    package var raised: Int
    package var resized: Int
    package var requested: Int
    package var outOfMemory: Int
    package var memory: FitModel
    package var cpu: FitModel

    package init(
        profile: String, sessions: Int, inside: Int, share: Double, raised: Int, resized: Int, requested: Int,
        outOfMemory: Int, memory: FitModel, cpu: FitModel
    ) {
        self.profile = profile
        self.sessions = sessions
        self.inside = inside
        self.share = share
        self.raised = raised
        self.resized = resized
        self.requested = requested
        self.outOfMemory = outOfMemory
        self.memory = memory
        self.cpu = cpu
    }

    private enum CodingKeys: String, CodingKey {
        case profile, sessions, inside, share, raised, resized, requested, memory, cpu
        case outOfMemory = "out_of_memory"
    }
}

/// A default, the peaks of sessions, and what they suggest: bytes, or cores. Null where it is not known.
package struct FitModel: Hashable, Sendable, Codable {
    @OrNull package var given: Double?
    @OrNull package var p50: Double?
    @OrNull package var p90: Double?
    @OrNull package var p95: Double?
    @OrNull package var suggested: Double?

    package init(given: Double?, p50: Double?, p90: Double?, p95: Double?, suggested: Double?) {
        self.given = given
        self.p50 = p50
        self.p90 = p90
        self.p95 = p95
        self.suggested = suggested
    }

    private enum CodingKeys: String, CodingKey {
        case p50, p90, p95, suggested
        case given = "default"
    }
}
