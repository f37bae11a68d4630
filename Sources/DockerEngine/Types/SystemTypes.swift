/// The answer to a ping.
package struct Ping: Sendable, Equatable {
    /// The highest API version the engine speaks, like `1.41`.
    package var engineVersion: String
    /// The API version that calls are made with.
    package var agreedVersion: String
}

/// Which engine this is.
package struct EngineVersion: Codable, Sendable, Equatable {
    /// Like `20.10.24`.
    package var version: String
    package var apiVersion: String
    @OrEmpty package var minAPIVersion: String
    @OrEmpty package var os: String
    @OrEmpty package var architecture: String
    @OrEmpty package var kernelVersion: String

    enum CodingKeys: String, CodingKey {
        case version = "Version"
        case apiVersion = "ApiVersion"
        case minAPIVersion = "MinAPIVersion"
        case os = "Os"
        case architecture = "Arch"
        case kernelVersion = "KernelVersion"
    }
}

/// The engine's host and what it can do.
package struct SystemInfo: Codable, Sendable, Equatable {
    package var id: String
    /// The host's name.
    @OrEmpty package var name: String
    @OrEmpty package var serverVersion: String
    @OrEmpty package var operatingSystem: String
    /// Like `linux`.
    @OrEmpty package var osType: String
    @OrEmpty package var architecture: String
    @OrEmpty package var kernelVersion: String
    @OrEmpty package var cpus: Int
    /// Bytes.
    @OrEmpty package var memory: Int64
    /// `1` or `2`.
    @OrEmpty package var cgroupVersion: String
    @OrEmpty package var cgroupDriver: String
    /// The storage driver, like `overlay2`.
    @OrEmpty package var storageDriver: String
    /// Where the engine keeps its files, on its host.
    @OrEmpty package var rootDirectory: String
    @OrEmpty package var securityOptions: [String]
    /// Its clock.
    package var systemTime: EngineTime?
    /// What the engine can limit.
    @OrEmpty package var memoryLimit: Bool
    @OrEmpty package var swapLimit: Bool
    @OrEmpty package var pidsLimit: Bool
    @OrEmpty package var defaultRuntime: String
    /// What can run containers, by name.
    @OrEmpty package var runtimes: [String: EmptyObject]
    @OrEmpty package var containers: Int
    @OrEmpty package var containersRunning: Int
    @OrEmpty package var images: Int
    package var swarm: Swarm?
    @OrEmpty package var warnings: [String]

    /// Whether the engine runs without root, where container addresses can't be reached from the host.
    package var isRootless: Bool { securityOptions.contains { $0.hasPrefix("name=rootless") } }

    /// The engine's place in a Swarm.
    package struct Swarm: Codable, Sendable, Equatable {
        @OrEmpty package var nodeID: String
        /// `inactive` when it is in none.
        @OrEmpty package var localNodeState: String

        enum CodingKeys: String, CodingKey {
            case nodeID = "NodeID"
            case localNodeState = "LocalNodeState"
        }
    }

    enum CodingKeys: String, CodingKey {
        case id = "ID"
        case name = "Name"
        case serverVersion = "ServerVersion"
        case operatingSystem = "OperatingSystem"
        case osType = "OSType"
        case architecture = "Architecture"
        case kernelVersion = "KernelVersion"
        case cpus = "NCPU"
        case memory = "MemTotal"
        case cgroupVersion = "CgroupVersion"
        case cgroupDriver = "CgroupDriver"
        case storageDriver = "Driver"
        case rootDirectory = "DockerRootDir"
        case securityOptions = "SecurityOptions"
        case systemTime = "SystemTime"
        case memoryLimit = "MemoryLimit"
        case swapLimit = "SwapLimit"
        case pidsLimit = "PidsLimit"
        case defaultRuntime = "DefaultRuntime"
        case runtimes = "Runtimes"
        case containers = "Containers"
        case containersRunning = "ContainersRunning"
        case images = "Images"
        case swarm = "Swarm"
        case warnings = "Warnings"
    }
}
