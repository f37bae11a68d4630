/// A volume to create; the engine's default driver is `local`.
package struct CreateVolume: Codable, Sendable, Equatable {
    package var name: String
    package var driver: String?
    package var driverOptions: [String: String]?
    package var labels: [String: String]?

    package init(name: String, labels: [String: String]? = nil) {
        self.name = name
        self.labels = labels
    }

    enum CodingKeys: String, CodingKey {
        case name = "Name"
        case driver = "Driver"
        case driverOptions = "DriverOpts"
        case labels = "Labels"
    }
}

/// What the engine knows of a volume.
package struct VolumeInspection: Codable, Sendable, Equatable {
    package var name: String
    @OrEmpty package var driver: String
    /// Path on the engine's host.
    @OrEmpty package var mountpoint: String
    package var createdAt: EngineTime?
    @OrEmpty package var labels: [String: String]

    enum CodingKeys: String, CodingKey {
        case name = "Name"
        case driver = "Driver"
        case mountpoint = "Mountpoint"
        case createdAt = "CreatedAt"
        case labels = "Labels"
    }
}
