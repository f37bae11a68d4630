/// What a user picks: an image, default resources, ceilings and environment, and who may use it.
package struct Profile: Hashable, Sendable, Codable {
    package let id: ProfileID
    /// One or two words for a card or a table: `Small`.
    package let title: String
    /// One sentence for whom it is.
    package let summary: String
    /// The image reference as the operator wrote it: `berth/notebook:minimal`.
    package let image: String
    package let pull: PullPolicy
    package let resources: Resources
    package var ceiling: Ceiling
    /// Variables for the container; system identity and reserved names win over these.
    package let environment: [String: String]
    package let access: ProfileAccess
    /// Mounts, secrets and whatever else its containers get of the operator.
    package let setup: ContainerSetup
    /// Nil for a profile without GPUs.
    package let gpus: GPUPool?
    /// When its servers are stopped that nobody needs.
    package let idle: IdleRules

    package init(
        id: ProfileID, title: String, summary: String, image: String, resources: Resources, ceiling: Ceiling,
        environment: [String: String] = [:], access: ProfileAccess = .everyone,
        setup: ContainerSetup = ContainerSetup(),
        gpus: GPUPool? = nil, pull: PullPolicy = .missing, idle: IdleRules = IdleRules()
    ) {
        self.id = id
        self.title = title
        self.summary = summary
        self.image = image
        self.resources = resources
        self.ceiling = ceiling
        self.environment = environment
        self.access = access
        self.setup = setup
        self.gpus = gpus
        self.pull = pull
        self.idle = idle
    }
}

/// Who may use a profile.
package enum ProfileAccess: Hashable, Sendable, Codable {
    case everyone
    /// These users and the members of these groups, and admins.
    case limited(users: Set<UserName>, groups: Set<String>)

    package func allows(user: UserName, groups: Set<String>, isAdmin: Bool) -> Bool {
        switch self {
        case .everyone: true
        case .limited(let users, let allowed): isAdmin || users.contains(user) || !allowed.isDisjoint(with: groups)
        }
    }
}

/// The profiles as loaded, in the order they are shown, and the one taken when a launch names none.
package struct ProfileSet: Hashable, Sendable {
    package let profiles: [Profile]
    package let defaultID: ProfileID

    package init(profiles: [Profile], defaultID: ProfileID) {
        self.profiles = profiles
        self.defaultID = defaultID
    }

    package subscript(id: ProfileID) -> Profile? { profiles.first { $0.id == id } }
}
