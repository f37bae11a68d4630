/// What a container gets of its host. A nil field is the engine's default.
package struct HostConfig: Codable, Sendable, Equatable {
    // Resources. Memory in bytes.
    package var memory: Int64?
    /// Memory and swap together; equal to `memory` means no swap.
    package var memorySwap: Int64?
    package var memoryReservation: Int64?
    /// 1,000,000,000 is one core.
    package var nanoCpus: Int64?
    /// Weight against others when cores are short; 1024 is the default.
    package var cpuShares: Int64?
    package var pidsLimit: Int64?
    package var shmSize: Int64?
    package var ulimits: [Ulimit]?
    package var deviceRequests: [DeviceRequest]?
    package var oomScoreAdj: Int?

    // Confinement.
    package var readonlyRootfs: Bool?
    package var capAdd: [String]?
    package var capDrop: [String]?
    /// Like `no-new-privileges`.
    package var securityOpt: [String]?
    package var privileged: Bool?
    package var usernsMode: String?
    /// Like `private`.
    package var ipcMode: String?
    package var sysctls: [String: String]?

    // Files.
    package var mounts: [Mount]?
    /// Options like `rw,nosuid,size=64m` by path.
    package var tmpfs: [String: String]?

    // Network.
    package var networkMode: String?
    /// By container port, like `8888/tcp`.
    package var portBindings: [String: [PortBinding]]?
    /// `host:address` each.
    package var extraHosts: [String]?
    package var dns: [String]?

    // Life.
    /// Runs the engine's own tiny init as first process.
    package var initProcess: Bool?
    package var restartPolicy: RestartPolicy?
    package var autoRemove: Bool?
    package var runtime: String?
    package var logConfig: LogConfig?

    package init() {}

    enum CodingKeys: String, CodingKey {
        case memory = "Memory"
        case memorySwap = "MemorySwap"
        case memoryReservation = "MemoryReservation"
        case nanoCpus = "NanoCpus"
        case cpuShares = "CpuShares"
        case pidsLimit = "PidsLimit"
        case shmSize = "ShmSize"
        case ulimits = "Ulimits"
        case deviceRequests = "DeviceRequests"
        case oomScoreAdj = "OomScoreAdj"
        case readonlyRootfs = "ReadonlyRootfs"
        case capAdd = "CapAdd"
        case capDrop = "CapDrop"
        case securityOpt = "SecurityOpt"
        case privileged = "Privileged"
        case usernsMode = "UsernsMode"
        case ipcMode = "IpcMode"
        case sysctls = "Sysctls"
        case mounts = "Mounts"
        case tmpfs = "Tmpfs"
        case networkMode = "NetworkMode"
        case portBindings = "PortBindings"
        case extraHosts = "ExtraHosts"
        case dns = "Dns"
        case initProcess = "Init"
        case restartPolicy = "RestartPolicy"
        case autoRemove = "AutoRemove"
        case runtime = "Runtime"
        case logConfig = "LogConfig"
    }
}
