/// A profile that the asking user may launch, with the figures as they hold on this host.
package struct ProfileModel: Hashable, Sendable, Codable {
    package var id: String
    package var title: String
    package var summary: String
    package var image: String
    /// The kernels that the image says it has: `Python 3`, `R`. Null where that is not known.
    @OrNull package var kernels: [String]?
    /// Whether a launch that names none takes it.
    package var isDefault: Bool
    package var resources: ResourcesModel
    package var ceiling: CeilingModel
    /// How many GPUs each server gets for itself.
    package var gpus: Int
    /// `workspace`, or `ephemeral`: files in the home directory go with the server.
    package var home: String
    /// Where its servers may connect to: `egress`, `internal`, or the ranges with commas.
    package var network: String
    /// What of the operator's the asking user finds inside.
    package var mounts: [MountModel]

    package struct MountModel: Hashable, Sendable, Codable {
        package var target: String
        package var isReadOnly: Bool

        package init(target: String, isReadOnly: Bool) {
            self.target = target
            self.isReadOnly = isReadOnly
        }

        private enum CodingKeys: String, CodingKey {
            case target
            case isReadOnly = "read_only"
        }
    }

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
        id: String, title: String, summary: String, image: String, kernels: [String]? = nil, isDefault: Bool,
        resources: ResourcesModel, ceiling: CeilingModel, gpus: Int = 0, home: String = "workspace",
        network: String = "egress",
        mounts: [MountModel] = []
    ) {
        self.id = id
        self.title = title
        self.summary = summary
        self.image = image
        self.kernels = kernels
        self.isDefault = isDefault
        self.resources = resources
        self.ceiling = ceiling
        self.gpus = gpus
        self.home = home
        self.network = network
        self.mounts = mounts
    }

    private enum CodingKeys: String, CodingKey {
        case id, title, summary, image, kernels, resources, ceiling, gpus, home, network, mounts
        case isDefault = "default"
    }
}

/// Why the profiles on disk are not those in force.
package struct ProfileProblemsModel: Hashable, Sendable, Codable {
    /// With file, line, key, value and what would be right each; empty while what is on disk is in force.
    package var problems: [String]

    package init(problems: [String]) { self.problems = problems }
}
