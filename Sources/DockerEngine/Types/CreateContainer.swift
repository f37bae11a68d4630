/// A container to create: what runs in it, what it gets of the host, which networks it joins.
///
/// On the wire the fields of `config` stand at the top, beside `HostConfig` and `NetworkingConfig`.
package struct CreateContainer: Encodable, Sendable, Equatable {
    package var config: ContainerConfig
    package var host: HostConfig
    /// Settings by network name; engines before API 1.44 take one network at most.
    package var networks: [String: EndpointConfig]

    package init(config: ContainerConfig, host: HostConfig = HostConfig(), networks: [String: EndpointConfig] = [:]) {
        self.config = config
        self.host = host
        self.networks = networks
    }

    private enum CodingKeys: String, CodingKey {
        case host = "HostConfig"
        case networking = "NetworkingConfig"
    }

    private struct Networking: Encodable {
        let endpoints: [String: EndpointConfig]

        enum CodingKeys: String, CodingKey {
            case endpoints = "EndpointsConfig"
        }
    }

    package func encode(to encoder: any Encoder) throws {
        try config.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(host, forKey: .host)
        if !networks.isEmpty { try container.encode(Networking(endpoints: networks), forKey: .networking) }
    }
}

/// What the engine made of a `CreateContainer`.
package struct CreatedContainer: Codable, Sendable, Equatable {
    package var id: String
    /// Sentences for people about what the engine ignored or changed.
    @OrEmpty package var warnings: [String]

    enum CodingKeys: String, CodingKey {
        case id = "Id"
        case warnings = "Warnings"
    }
}
