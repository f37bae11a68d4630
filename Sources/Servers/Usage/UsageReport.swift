/// By what use is summed.
package enum UsageKey: String, Hashable, Sendable, CaseIterable {
    case user, group, profile, server
}

/// Which use is asked for.
package struct UsageQuery: Hashable, Sendable {
    package let by: UsageKey
    /// The part of each interval that is before does not count; nil: from the beginning.
    package let since: Timestamp?
    /// Nor what is from here on; nil: all up to now.
    package let until: Timestamp?
    /// Only of this user's servers; nil: of everyone's.
    package let owner: UserName?

    package init(by: UsageKey, since: Timestamp? = nil, until: Timestamp? = nil, owner: UserName? = nil) {
        self.by = by
        self.since = since
        self.until = until
        self.owner = owner
    }
}

/// What was reserved and used, summed.
package struct UsageReport: Hashable, Sendable {
    /// By key.
    package let rows: [UsageSum]
    /// All of it, once: with groups less than the rows' sum, as who is in several counts in each.
    package let total: UsageSum

    package init(rows: [UsageSum], total: UsageSum) {
        self.rows = rows
        self.total = total
    }
}

/// A sum of intervals. Where a query's limits cut an interval, what was used in it counts by the time that is inside.
package struct UsageSum: Hashable, Sendable {
    /// A user, a group (empty: in none), a profile, or `ada/gpu`.
    package let key: String
    /// How many servers.
    package let servers: Int
    /// How long they had what they had, all together.
    package let time: Duration
    /// Core-seconds that admission counted.
    package let reservedCPU: Double
    /// Byte-seconds.
    package let reservedMemory: Double
    /// Device-seconds.
    package let reservedGPU: Double
    /// Core-seconds.
    package let usedCPU: Double
    /// Byte-seconds, where they were measured.
    package let usedMemory: Double
    package let peakMemory: Bytes?
    package let peakCores: Double?

    package init(
        key: String, servers: Int, time: Duration, reservedCPU: Double, reservedMemory: Double, reservedGPU: Double,
        usedCPU: Double, usedMemory: Double, peakMemory: Bytes?, peakCores: Double?
    ) {
        self.key = key
        self.servers = servers
        self.time = time
        self.reservedCPU = reservedCPU
        self.reservedMemory = reservedMemory
        self.reservedGPU = reservedGPU
        self.usedCPU = usedCPU
        self.usedMemory = usedMemory
        self.peakMemory = peakMemory
        self.peakCores = peakCores
    }

    /// The part of the reserved memory that was in use, 0 to 1.
    package var memoryShare: Double { reservedMemory > 0 ? usedMemory / reservedMemory : 0 }

    /// Byte-seconds that were kept from others for nothing.
    package var unusedMemory: Double { max(reservedMemory - usedMemory, 0) }
}
