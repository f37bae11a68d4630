/// The limits of a container that can change while it runs, in the engine's own terms: what is wanted and what is read back
/// are compared in these.
package struct ContainerLimits: Hashable, Sendable {
    package var memory: Bytes
    /// Memory and swap together; equal to `memory` where there is no swap.
    package var memoryAndSwap: Bytes
    /// The hard limit of cores.
    package var burst: Cores
    /// The share of the cores when they are short: 1024 for each core reserved, at least 2, as the kernel has it.
    package var weight: Int
    /// The most processes and threads.
    package var pids: Int

    package init(memory: Bytes, memoryAndSwap: Bytes, burst: Cores, weight: Int, pids: Int) {
        self.memory = memory
        self.memoryAndSwap = memoryAndSwap
        self.burst = burst
        self.weight = weight
        self.pids = pids
    }

    /// What a container with `resources` gets: no swap.
    package init(_ resources: Resources) {
        self.init(
            memory: resources.memory, memoryAndSwap: resources.memory, burst: resources.cpu.burst,
            weight: max(2, resources.cpu.reserve.thousandths * 1024 / 1000), pids: resources.pids)
    }
}

extension Resources {
    /// These, with what a container that runs has of them.
    package func having(_ limits: ContainerLimits) -> Resources {
        var having = self
        // Rounded up: the weight was rounded down from it.
        let reserve = Cores(thousandths: (limits.weight * 1000 + 1023) / 1024)
        having.cpu = CPU(reserve: min(reserve, limits.burst), burst: limits.burst)
        having.memory = limits.memory
        having.pids = limits.pids
        return having
    }
}

/// What a container uses at one moment.
package struct ContainerUsage: Hashable, Sendable {
    /// When, by the engine's clock.
    package let at: Timestamp
    /// Without the page cache that the kernel can drop.
    package let memory: Bytes
    /// Processor time used since the container started.
    package let cpu: Duration
    /// Processes and threads; nil where the engine does not count them.
    package let pids: Int?

    package init(at: Timestamp, memory: Bytes, cpu: Duration, pids: Int? = nil) {
        self.at = at
        self.memory = memory
        self.cpu = cpu
        self.pids = pids
    }
}
