/// One sample of what a container uses. All counters are zero for one that does not run.
package struct ContainerStats: Codable, Sendable, Equatable {
    package var read: EngineTime
    package var cpu: CPU
    /// The sample before, where the engine took one; else zeros.
    package var previousCPU: CPU
    package var memory: Memory
    package var pids: Pids?
    /// By interface, like `eth0`.
    @OrEmpty package var networks: [String: Interface]
    /// Nil where the kernel counts none.
    package var blocks: Blocks?

    enum CodingKeys: String, CodingKey {
        case read
        case cpu = "cpu_stats"
        case previousCPU = "precpu_stats"
        case memory = "memory_stats"
        case pids = "pids_stats"
        case networks
        case blocks = "blkio_stats"
    }
}

extension ContainerStats {
    package struct CPU: Codable, Sendable, Equatable {
        package var usage: Usage
        /// Of the whole host, all cores, nanoseconds.
        @OrEmpty package var system: UInt64
        @OrEmpty package var onlineCPUs: Int

        package struct Usage: Codable, Sendable, Equatable {
            /// CPU time used so far, nanoseconds.
            @OrEmpty package var total: UInt64

            enum CodingKeys: String, CodingKey {
                case total = "total_usage"
            }
        }

        enum CodingKeys: String, CodingKey {
            case usage = "cpu_usage"
            case system = "system_cpu_usage"
            case onlineCPUs = "online_cpus"
        }
    }

    package struct Memory: Codable, Sendable, Equatable {
        /// Bytes, page cache included.
        @OrEmpty package var usage: UInt64
        /// Bytes; the host's memory when there is no limit.
        @OrEmpty package var limit: UInt64
        @OrEmpty package var stats: [String: UInt64]

        /// Bytes without the cache that the kernel can drop, as `docker stats` counts.
        package var working: UInt64 {
            // cgroup v1's word, then v2's.
            let inactive = stats["total_inactive_file"] ?? stats["inactive_file"] ?? 0
            return usage > inactive ? usage - inactive : usage
        }
    }

    package struct Pids: Codable, Sendable, Equatable {
        @OrEmpty package var current: UInt64
        /// 0 when there is none.
        @OrEmpty package var limit: UInt64
    }

    package struct Interface: Codable, Sendable, Equatable {
        @OrEmpty package var received: UInt64
        @OrEmpty package var sent: UInt64

        enum CodingKeys: String, CodingKey {
            case received = "rx_bytes"
            case sent = "tx_bytes"
        }
    }

    package struct Blocks: Codable, Sendable, Equatable {
        /// By device and operation; empty where the kernel counts none.
        @OrEmpty package var transferred: [Transfer]

        package struct Transfer: Codable, Sendable, Equatable {
            /// `read` and `write`, and on cgroup v1, with a capital, sums of them and others.
            @OrEmpty package var operation: String
            /// Bytes.
            @OrEmpty package var value: UInt64

            enum CodingKeys: String, CodingKey {
                case operation = "op"
                case value
            }
        }

        enum CodingKeys: String, CodingKey {
            case transferred = "io_service_bytes_recursive"
        }

        /// Bytes read and written; nil where the kernel counts none.
        package var bytes: UInt64? {
            let counted = transferred.filter { ["read", "write"].contains($0.operation.lowercased()) }
            return counted.isEmpty ? nil : counted.reduce(0) { $0 &+ $1.value }
        }
    }

    /// Cores in use between the sample before and this one; nil when there was none before.
    package var cores: Double? {
        guard previousCPU.system > 0, cpu.system > previousCPU.system,
            cpu.usage.total >= previousCPU.usage.total
        else { return nil }
        let used = Double(cpu.usage.total - previousCPU.usage.total)
        return used / Double(cpu.system - previousCPU.system) * Double(max(cpu.onlineCPUs, 1))
    }
}
