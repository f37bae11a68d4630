/// A limit of the kernel's per process, like `nofile`.
package struct Ulimit: Codable, Sendable, Equatable {
    package var name: String
    package var soft: Int64
    package var hard: Int64

    package init(name: String, soft: Int64, hard: Int64) {
        self.name = name
        self.soft = soft
        self.hard = hard
    }

    enum CodingKeys: String, CodingKey {
        case name = "Name"
        case soft = "Soft"
        case hard = "Hard"
    }
}

/// Where the engine keeps a container's output, and how much of it.
package struct LogConfig: Codable, Sendable, Equatable {
    /// Like `json-file` or `local`.
    package var type: String
    /// Like `max-size: 10m`.
    package var config: [String: String]?

    package init(type: String, config: [String: String]) {
        self.type = type
        self.config = config
    }

    enum CodingKeys: String, CodingKey {
        case type = "Type"
        case config = "Config"
    }
}

/// A port of the host that leads to a port of the container.
package struct PortBinding: Codable, Sendable, Equatable {
    /// Empty is every address of the host.
    @OrEmpty package var hostIP: String
    /// Empty lets the engine choose one.
    @OrEmpty package var hostPort: String

    package init(hostIP: String, hostPort: String = "") {
        self.hostIP = hostIP
        self.hostPort = hostPort
    }

    enum CodingKeys: String, CodingKey {
        case hostIP = "HostIp"
        case hostPort = "HostPort"
    }
}

/// Whether the engine starts a container again by itself.
package struct RestartPolicy: Codable, Sendable, Equatable {
    /// `no`, `always`, `unless-stopped` or `on-failure`; empty is `no`.
    @OrEmpty package var name: String
    /// For `on-failure`; 0 is without end.
    @OrEmpty package var maximumRetryCount: Int

    package init(name: String, maximumRetryCount: Int = 0) {
        self.name = name
        self.maximumRetryCount = maximumRetryCount
    }

    package static let no = RestartPolicy(name: "no")

    enum CodingKeys: String, CodingKey {
        case name = "Name"
        case maximumRetryCount = "MaximumRetryCount"
    }
}

/// Devices, GPUs for one, that a driver picks.
package struct DeviceRequest: Codable, Sendable, Equatable {
    /// Like `nvidia` or `cdi`; empty takes any that has the capabilities.
    @OrEmpty package var driver: String
    /// -1 is all; 0 when ids are given.
    @OrEmpty package var count: Int
    @OrEmpty package var deviceIDs: [String]
    /// Alternatives, each a list that must hold as a whole, like `[["gpu"]]`.
    @OrEmpty package var capabilities: [[String]]

    package init(driver: String = "", count: Int = 0, deviceIDs: [String] = [], capabilities: [[String]]) {
        self.driver = driver
        self.count = count
        self.deviceIDs = deviceIDs
        self.capabilities = capabilities
    }

    enum CodingKeys: String, CodingKey {
        case driver = "Driver"
        case count = "Count"
        case deviceIDs = "DeviceIDs"
        case capabilities = "Capabilities"
    }
}
