/// What a server's container may use.
package struct Resources: Hashable, Sendable, Codable {
    /// Cores: what admission counts and the kernel weighs by (`reserve`), and the hard limit (`burst`).
    package var cpu: CPU
    /// The container's memory limit, swap included.
    package var memory: Bytes
    /// The size of `/dev/shm`.
    package var sharedMemory: Bytes
    /// The most processes and threads.
    package var pids: Int

    package struct CPU: Hashable, Sendable, Codable {
        package var reserve: Cores
        package var burst: Cores

        package init(reserve: Cores, burst: Cores) {
            self.reserve = reserve
            self.burst = burst
        }
    }

    package init(cpu: CPU, memory: Bytes, sharedMemory: Bytes = .mebibytes(64), pids: Int = 4096) {
        self.cpu = cpu
        self.memory = memory
        self.sharedMemory = sharedMemory
        self.pids = pids
    }
}

extension Resources {
    /// The larger of each.
    package func covering(_ other: Resources) -> Resources {
        Resources(
            cpu: CPU(reserve: max(cpu.reserve, other.cpu.reserve), burst: max(cpu.burst, other.cpu.burst)),
            memory: max(memory, other.memory), sharedMemory: max(sharedMemory, other.sharedMemory),
            pids: max(pids, other.pids))
    }

    /// What can change while it runs, for people: `2 cores (0.5 reserved), 1 GiB`.
    package var summary: String { "\(cpu.burst.words) (\(cpu.reserve) reserved), \(memory)" }
}

/// The most that a user may ask for by themselves in a profile.
package struct Ceiling: Hashable, Sendable, Codable {
    package var cpu: Cores
    package var memory: Bytes

    package init(cpu: Cores, memory: Bytes) {
        self.cpu = cpu
        self.memory = memory
    }

    /// The smaller of this ceiling and what the host has, which is what people are shown.
    package func within(_ host: HostCapacity) -> Ceiling {
        Ceiling(cpu: min(cpu, host.cpu), memory: min(memory, host.memory))
    }
}

/// What the engine's machine has in all.
package struct HostCapacity: Hashable, Sendable, Codable {
    package var cpu: Cores
    package var memory: Bytes

    package init(cpu: Cores, memory: Bytes) {
        self.cpu = cpu
        self.memory = memory
    }
}
