/// What is wanted of one server: written by use-cases only.
package struct Server: Hashable, Sendable, Codable {
    package let id: ServerID
    /// Changes when the server is renamed, never while there is a container.
    package private(set) var key: ServerKey
    /// The user id its processes run with.
    package let uid: UInt32
    /// Counts launches; 0 before the first.
    package var generation: Int
    package var desired: Desired
    /// What people call it; nil: its name.
    package var displayName: DisplayName?
    /// What a launch that asks for nothing gets: as the last launch, or as chosen since.
    package var options: LaunchOptions
    /// What the latest generation runs, as resolved when it was launched; nil before the first launch.
    package var spec: ServerSpec?
    /// The newest resize that was asked for, of whatever generation.
    package var resize: Resize?
    package let createdAt: Timestamp
    /// When the latest launch was asked for.
    package var launchedAt: Timestamp?

    package init(id: ServerID, key: ServerKey, uid: UInt32, createdAt: Timestamp) {
        self.id = id
        self.key = key
        self.uid = uid
        self.createdAt = createdAt
        generation = 0
        desired = .stopped(.stoppedByUser)
        options = LaunchOptions()
    }

    /// The next generation, wanted running with `spec`.
    package func launched(_ spec: ServerSpec, at now: Timestamp) -> Server {
        var next = self
        next.generation += 1
        next.desired = .running
        next.spec = spec
        next.options = spec.options
        next.launchedAt = now
        return next
    }

    /// The same server under another name of its owner's.
    package func renamed(_ name: ServerName) -> Server {
        var next = self
        next.key = ServerKey(owner: key.owner, name: name)
        return next
    }

    /// What the next launch gets, where that differs from what was launched last or is on its way.
    package var nextOptions: LaunchOptions? {
        guard var present = spec?.options else { return nil }
        if let pendingResize { present.size = pendingResize.asked }
        return present == options ? nil : options
    }
}

/// Whether a server is wanted; when not, why not.
package enum Desired: Hashable, Sendable, Codable {
    case running
    case stopped(FinishReason)
    /// Stopped, and forgotten once nothing is left of it: its name is free then, its history stays.
    case removed(FinishReason)

    /// Why it is not wanted running; nil when it is.
    package var stopReason: FinishReason? {
        switch self {
        case .running: nil
        case .stopped(let reason), .removed(let reason): reason
        }
    }
}

/// A launch's profile and options as resolved at that time: later changes of the profile do not reach it.
package struct ServerSpec: Hashable, Sendable, Codable {
    package var options: LaunchOptions
    package var profile: ProfileID
    package var image: String
    package var resources: Resources
    /// The profile's own variables.
    package var environment: [String: String]
    /// Who the user is, as told to the container.
    package var identity: Identity
    /// What of the profile's setup this user gets.
    package var setup: ContainerSetup
    /// The GPUs of which it gets some when it is admitted; nil where it gets none.
    package var gpuPool: GPUPool?
    /// The GPUs that are its alone: what admission gave it, for its container; before, only in what an earlier version wrote.
    package var gpus: [String]
    package var pull: PullPolicy
    /// What the profile gave by itself here; nil where an earlier version launched it.
    package var defaults: Resources?

    package init(
        options: LaunchOptions, profile: ProfileID, image: String, resources: Resources,
        environment: [String: String], identity: Identity, setup: ContainerSetup = ContainerSetup(),
        gpuPool: GPUPool? = nil, gpus: [String] = [],
        pull: PullPolicy = .missing, defaults: Resources? = nil
    ) {
        self.options = options
        self.profile = profile
        self.image = image
        self.resources = resources
        self.environment = environment
        self.identity = identity
        self.setup = setup
        self.gpuPool = gpuPool ?? (gpus.isEmpty ? nil : GPUPool(count: gpus.count, devices: gpus))
        self.gpus = gpus
        self.pull = pull
        self.defaults = defaults
    }
}

extension ServerSpec {
    /// Reads what an earlier version wrote, too: what a spec lacks is what a profile without it gives.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            options: try container.decode(LaunchOptions.self, forKey: .options),
            profile: try container.decode(ProfileID.self, forKey: .profile),
            image: try container.decode(String.self, forKey: .image),
            resources: try container.decode(Resources.self, forKey: .resources),
            environment: try container.decode([String: String].self, forKey: .environment),
            identity: try container.decode(Identity.self, forKey: .identity),
            setup: try container.decodeIfPresent(ContainerSetup.self, forKey: .setup) ?? ContainerSetup(),
            gpuPool: try container.decodeIfPresent(GPUPool.self, forKey: .gpuPool),
            gpus: try container.decodeIfPresent([String].self, forKey: .gpus) ?? [],
            pull: try container.decodeIfPresent(PullPolicy.self, forKey: .pull) ?? .missing,
            defaults: try container.decodeIfPresent(Resources.self, forKey: .defaults))
    }
}

/// What a container is told of its user. It tells who one is and proves nothing.
package struct Identity: Hashable, Sendable, Codable {
    package var user: UserName
    package var groups: [String]
    package var roles: [String]

    package init(user: UserName, groups: [String], roles: [String]) {
        self.user = user
        self.groups = groups
        self.roles = roles
    }
}
