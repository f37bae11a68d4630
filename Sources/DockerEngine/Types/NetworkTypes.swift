/// A network to create.
package struct CreateNetwork: Codable, Sendable, Equatable {
    package var name: String
    /// Like `bridge`.
    package var driver: String
    /// Closes the way out.
    package var isInternal = false
    /// Like `com.docker.network.bridge.enable_icc: "false"`.
    package var options: [String: String] = [:]
    package var labels: [String: String] = [:]
    package var ipam: IPAM?
    /// Engines before API 1.44 let two networks have one name unless asked not to.
    private var checkDuplicate = true

    package init(name: String, driver: String = "bridge") {
        self.name = name
        self.driver = driver
    }

    enum CodingKeys: String, CodingKey {
        case name = "Name"
        case driver = "Driver"
        case isInternal = "Internal"
        case options = "Options"
        case labels = "Labels"
        case ipam = "IPAM"
        case checkDuplicate = "CheckDuplicate"
    }
}

/// Which addresses a network has.
package struct IPAM: Codable, Sendable, Equatable {
    @OrEmpty package var config: [Range]

    package init(config: [Range]) { self.config = config }

    package struct Range: Codable, Sendable, Equatable {
        /// Like `172.28.0.0/16`.
        package var subnet: String?
        package var gateway: String?

        package init(subnet: String, gateway: String? = nil) {
            self.subnet = subnet
            self.gateway = gateway
        }

        enum CodingKeys: String, CodingKey {
            case subnet = "Subnet"
            case gateway = "Gateway"
        }
    }

    enum CodingKeys: String, CodingKey {
        case config = "Config"
    }
}

/// What the engine knows of a network.
package struct NetworkInspection: Codable, Sendable, Equatable {
    package var id: String
    package var name: String
    @OrEmpty package var driver: String
    @OrEmpty package var isInternal: Bool
    @OrEmpty package var options: [String: String]
    @OrEmpty package var labels: [String: String]
    package var ipam: IPAM?
    /// By container id; empty in lists.
    @OrEmpty package var containers: [String: Member]

    package struct Member: Codable, Sendable, Equatable {
        @OrEmpty package var name: String
        /// With its prefix length, like `172.28.0.2/16`.
        @OrEmpty package var address: String

        enum CodingKeys: String, CodingKey {
            case name = "Name"
            case address = "IPv4Address"
        }
    }

    enum CodingKeys: String, CodingKey {
        case id = "Id"
        case name = "Name"
        case driver = "Driver"
        case isInternal = "Internal"
        case options = "Options"
        case labels = "Labels"
        case ipam = "IPAM"
        case containers = "Containers"
    }
}
