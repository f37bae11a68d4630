/// All that the engine knows of a container.
package struct ContainerInspection: Codable, Sendable, Equatable {
    package var id: String
    /// As the engine has it, with a slash in front.
    package var rawName: String
    package var created: EngineTime?
    /// The image's id, a digest, whatever its tag points to by now.
    @OrEmpty package var imageID: String
    package var state: ContainerState
    package var config: ContainerConfig
    package var host: HostConfig
    package var network: NetworkSettings?
    @OrEmpty package var mounts: [MountPoint]
    @OrEmpty package var restartCount: Int

    /// The name without the slash.
    package var name: String { rawName.hasPrefix("/") ? String(rawName.dropFirst()) : rawName }

    package var labels: [String: String] { config.labels ?? [:] }

    enum CodingKeys: String, CodingKey {
        case id = "Id"
        case rawName = "Name"
        case created = "Created"
        case imageID = "Image"
        case state = "State"
        case config = "Config"
        case host = "HostConfig"
        case network = "NetworkSettings"
        case mounts = "Mounts"
        case restartCount = "RestartCount"
    }
}

/// Something mounted in a container, as it is.
package struct MountPoint: Codable, Sendable, Equatable {
    package var kind: Mount.Kind?
    /// The volume's name, where it is one.
    package var name: String?
    /// Path on the host.
    @OrEmpty package var source: String
    /// Path in the container.
    package var destination: String
    @OrEmpty package var writable: Bool
    @OrEmpty package var propagation: String

    enum CodingKeys: String, CodingKey {
        case kind = "Type"
        case name = "Name"
        case source = "Source"
        case destination = "Destination"
        case writable = "RW"
        case propagation = "Propagation"
    }
}
