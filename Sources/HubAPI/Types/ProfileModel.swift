/// A profile that the asking user may launch, with the figures as they hold on this host.
package struct ProfileModel: Hashable, Sendable, Codable {
    package var id: String
    package var title: String
    package var summary: String
    package var image: String
    /// Whether a launch that names none takes it.
    package var isDefault: Bool
    package var resources: ResourcesModel
    package var ceiling: CeilingModel

    /// The most that can be asked for: the smaller of the profile's ceiling and the host. Memory in bytes.
    package struct CeilingModel: Hashable, Sendable, Codable {
        package var cpu: Double
        package var memory: Int64

        package init(cpu: Double, memory: Int64) {
            self.cpu = cpu
            self.memory = memory
        }
    }

    package init(
        id: String, title: String, summary: String, image: String, isDefault: Bool, resources: ResourcesModel,
        ceiling: CeilingModel
    ) {
        self.id = id
        self.title = title
        self.summary = summary
        self.image = image
        self.isDefault = isDefault
        self.resources = resources
        self.ceiling = ceiling
    }

    private enum CodingKeys: String, CodingKey {
        case id, title, summary, image, resources, ceiling
        case isDefault = "default"
    }
}
