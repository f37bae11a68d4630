/// Where a container is on its networks.
package struct NetworkSettings: Codable, Sendable, Equatable {
    /// By network name.
    @OrEmpty package var networks: [String: Endpoint]
    /// By container port, like `8888/tcp`; null where the port is not published.
    @OrEmpty package var ports: [String: [PortBinding]?]
    /// On the default bridge; gone in API 1.52.
    @OrEmpty package var bridgeAddress: String

    enum CodingKeys: String, CodingKey {
        case networks = "Networks"
        case ports = "Ports"
        case bridgeAddress = "IPAddress"
    }

    /// A container's place on one network.
    package struct Endpoint: Codable, Sendable, Equatable {
        @OrEmpty package var networkID: String
        /// IPv4; empty while the container does not run.
        @OrEmpty package var address: String
        @OrEmpty package var gateway: String

        enum CodingKeys: String, CodingKey {
            case networkID = "NetworkID"
            case address = "IPAddress"
            case gateway = "Gateway"
        }
    }
}

/// How a container joins a network.
package struct EndpointConfig: Codable, Sendable, Equatable {
    /// Names others on the network find it by.
    package var aliases: [String]?

    package init(aliases: [String]? = nil) { self.aliases = aliases }

    enum CodingKeys: String, CodingKey {
        case aliases = "Aliases"
    }
}
