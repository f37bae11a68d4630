/// What a server uses, as it is shown.
package struct ServerUsage: Hashable, Sendable {
    /// When it was looked at, by the engine's clock.
    package let at: Timestamp
    /// Without the page cache that the kernel can drop.
    package let memory: Bytes
    /// The most memory of all samples since the container started.
    package let peakMemory: Bytes
    /// Cores in use between the last two samples; nil while there is nothing to compare with.
    package let cores: Double?
    /// Processes and threads; nil where the engine does not count them.
    package let pids: Int?

    package init(at: Timestamp, memory: Bytes, peakMemory: Bytes, cores: Double?, pids: Int?) {
        self.at = at
        self.memory = memory
        self.peakMemory = peakMemory
        self.cores = cores
        self.pids = pids
    }
}

/// Follows what one container uses, from sample to sample.
package struct UsageTrack: Hashable, Sendable {
    package let container: ContainerID
    package private(set) var latest: ContainerUsage
    private var peakMemory: Bytes
    private var cores: Double?

    package init(_ container: ContainerID, first: ContainerUsage) {
        self.container = container
        latest = first
        peakMemory = first.memory
    }

    /// What is shown of it.
    package var shown: ServerUsage {
        ServerUsage(
            at: latest.at, memory: latest.memory, peakMemory: peakMemory, cores: cores, pids: latest.pids)
    }

    /// Takes the next sample; the same one again changes nothing.
    package mutating func take(_ next: ContainerUsage) {
        guard next.at != latest.at else { return }
        cores = next.cores(since: latest)
        // A counter that went back is that of a container that was started anew.
        peakMemory = next.cpu < latest.cpu ? next.memory : max(peakMemory, next.memory)
        latest = next
    }
}

extension ContainerUsage {
    /// Cores in use since an earlier sample, on average; nil when it is not earlier by the engine's clock, or its counter is
    /// ahead of this one's: then the clock was set, or the container started anew.
    package func cores(since earlier: ContainerUsage) -> Double? {
        guard at > earlier.at, cpu >= earlier.cpu else { return nil }
        return (cpu - earlier.cpu) / (at - earlier.at)
    }
}
