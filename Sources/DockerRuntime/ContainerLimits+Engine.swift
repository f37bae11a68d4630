import DockerEngine
import Servers

extension ContainerLimits {
    /// The engine's unit: 1,000,000,000 is one core.
    var nanoCpus: Int64 { Int64(burst.thousandths) * 1_000_000 }

    /// The limits that the engine has noted for a container; nil when it lacks one, as a container of others may, or where
    /// the host cannot bound memory or cores.
    init?(_ host: HostConfig) {
        guard let memory = host.memory, let swap = host.memorySwap, let nanoCpus = host.nanoCpus,
            let shares = host.cpuShares, let pids = host.pidsLimit, memory > 0, nanoCpus > 0
        else { return nil }
        self.init(
            memory: Bytes(memory), memoryAndSwap: Bytes(swap), burst: Cores(thousandths: Int(nanoCpus / 1_000_000)),
            weight: Int(shares), pids: Int(pids))
    }
}

extension ResourceUpdate {
    /// All limits together: memory above the old swap limit is refused when it comes alone.
    init(_ limits: ContainerLimits) {
        self.init()
        memory = limits.memory.count
        memorySwap = limits.memoryAndSwap.count
        nanoCpus = limits.nanoCpus
        cpuShares = Int64(limits.weight)
        pidsLimit = Int64(limits.pids)
    }
}
