/// What an operator's profile gives a container besides its image and resources. No user can ask for any of it.
package struct ContainerSetup: Hashable, Sendable, Codable {
    package var mounts: [SharedMount]
    package var secrets: [SecretFile]
    package var home: Home
    /// The engine's name of what runs the container, like `runsc`; nil is the engine's default.
    package var runtime: String?
    package var network: NetworkPolicy

    package init(
        mounts: [SharedMount] = [], secrets: [SecretFile] = [], home: Home = .workspace, runtime: String? = nil,
        network: NetworkPolicy = .egress
    ) {
        self.mounts = mounts
        self.secrets = secrets
        self.home = home
        self.runtime = runtime
        self.network = network
    }

    /// What is at `/home/jovyan`.
    package enum Home: String, Hashable, Sendable, Codable, CaseIterable {
        /// The owner's workspace, the same for all their servers.
        case workspace
        /// Memory of the container's own limit; it goes with the container.
        case ephemeral
    }

    /// The same with what a member of `groups` gets: entries that name groups are for their members only.
    package func granted(to groups: Set<String>) -> ContainerSetup {
        var granted = self
        granted.mounts = mounts.filter { Self.isGranted($0.groups, groups) }
        granted.secrets = secrets.filter { Self.isGranted($0.groups, groups) }
        return granted
    }

    private static func isGranted(_ wanted: Set<String>?, _ groups: Set<String>) -> Bool {
        wanted.map { !$0.isDisjoint(with: groups) } ?? true
    }
}

/// Something of the operator's that a container sees as a directory or file.
package struct SharedMount: Hashable, Sendable, Codable {
    package let source: Source
    /// The absolute path inside.
    package let target: String
    package let isReadOnly: Bool
    /// Only members of one of these groups get it; nil is everyone who may use the profile.
    package let groups: Set<String>?

    package enum Source: Hashable, Sendable, Codable {
        /// An absolute path of the engine's host.
        case path(String)
        /// A volume of the engine, by name.
        case volume(String)
    }

    package init(source: Source, target: String, isReadOnly: Bool = true, groups: Set<String>? = nil) {
        self.source = source
        self.target = target
        self.isReadOnly = isReadOnly
        self.groups = groups
    }
}

/// A file of the operator's that the user's processes may read and nobody else: at `/run/secrets/<name>`, 0400.
package struct SecretFile: Hashable, Sendable, Codable {
    /// Its name in the operator's directory of secrets and inside: 1 to 64 of `A-Z a-z 0-9 . _ -`, not starting with a dot.
    package let name: String
    /// Only members of one of these groups get it; nil is everyone who may use the profile.
    package let groups: Set<String>?

    package init(name: String, groups: Set<String>? = nil) {
        self.name = name
        self.groups = groups
    }
}

/// Where secrets are in every container that has any.
package let containerSecrets = "/run/secrets"

/// Paths inside that belong to Berth, to the kernel or to the user: no mount of an operator's is at, above or beneath one.
package let protectedTargets = [
    containerHome, "/run/berth", containerSecrets, "/etc/berth", "/tmp", "/proc", "/sys", "/dev",
]
