/// Everything the runtime needs to create one container; made by a pure function, so that it can be read and tested.
package struct ContainerPlan: Hashable, Sendable {
    /// `berth-<instance>-<server id>-<generation>`: the authority for which generation a container is.
    package let name: String
    package let image: ImageDigest
    package let labels: ContainerLabels
    /// User and group id, the same number.
    package let uid: UInt32
    package let environment: [String: String]
    package let resources: Resources
    /// The owner's workspace on the host, mounted at `home`; nil where the home is memory that goes with the container.
    package let workspace: String?
    /// The home directory inside.
    package let home: String
    /// The server's own read-only directory on the host, mounted at `/run/berth`.
    package let runDirectory: String
    /// The operator's read-only directory on the host, mounted at `/etc/berth/cluster`.
    package let clusterDirectory: String
    /// The server's secrets on the host, mounted at `/run/secrets`; nil when it has none.
    package let secretsDirectory: String?
    /// The operator's mounts, each with a source that must be there.
    package var mounts: [SharedMount]
    /// The engine's name of what runs it; nil is the engine's default.
    package var runtime: String?
    package let network: NetworkPolicy
    /// The ids of the GPUs it gets.
    package let gpus: [String]
    /// The port Jupyter listens on inside.
    package let port: Int
    package let stopGrace: Duration

    /// Plans the container of `server`'s present generation.
    ///
    /// - Parameters:
    ///   - token: what Jupyter will require on each request.
    ///   - hub: the origin of the hub's pages, `https://hub.example.org`.
    ///   - base: what the server's path is below.
    ///   - directories: the host directories, already prepared.
    package init(
        server: Server, spec: ServerSpec, image: ImageDigest, instance: InstanceID, node: NodeID, token: String,
        hub: String, base: BasePath, directories: ServerDirectories, limits: LifecycleLimits
    ) {
        name = Self.name(instance: instance, server: server.id, generation: server.generation)
        self.image = image
        labels = ContainerLabels(
            instance: instance, server: server.id, owner: server.key.owner, generation: server.generation, node: node,
            network: spec.setup.network)
        uid = server.uid
        environment = containerEnvironment(server: server, spec: spec, token: token, hub: hub, base: base)
        resources = spec.resources
        workspace = spec.setup.home == .workspace ? directories.workspace : nil
        home = containerHome
        runDirectory = directories.run
        clusterDirectory = directories.cluster
        secretsDirectory = directories.secrets
        mounts = spec.setup.mounts
        runtime = spec.setup.runtime
        network = spec.setup.network
        gpus = spec.gpus
        port = notebookPort
        stopGrace = limits.stopGrace
    }

    package static func name(instance: InstanceID, server: ServerID, generation: Int) -> String {
        "berth-\(instance)-\(server)-\(generation)"
    }
}

/// The labels of a container: what was known when it was created. A container without our instance's is never touched.
package struct ContainerLabels: Hashable, Sendable {
    package let instance: InstanceID
    package let server: ServerID
    package let owner: UserName
    package let generation: Int
    package let node: NodeID
    /// Told by the container itself, so that a start needs nothing else to close it off again.
    package let network: NetworkPolicy

    package init(
        instance: InstanceID, server: ServerID, owner: UserName, generation: Int, node: NodeID,
        network: NetworkPolicy = .egress
    ) {
        self.instance = instance
        self.server = server
        self.owner = owner
        self.generation = generation
        self.node = node
        self.network = network
    }

    package static let instanceKey = "berth.instance"
    package static let serverKey = "berth.server"
    package static let ownerKey = "berth.owner"
    package static let generationKey = "berth.generation"
    package static let nodeKey = "berth.node"
    package static let networkKey = "berth.network"

    package var dictionary: [String: String] {
        [
            Self.instanceKey: instance.value, Self.serverKey: server.value, Self.ownerKey: owner.value,
            Self.generationKey: "\(generation)", Self.nodeKey: node.value, Self.networkKey: network.description,
        ]
    }
}

/// The host directories that one server's container mounts.
package struct ServerDirectories: Hashable, Sendable {
    package let workspace: String
    package let run: String
    package let cluster: String
    /// Nil when the server has no secret.
    package var secrets: String?

    package init(workspace: String, run: String, cluster: String, secrets: String? = nil) {
        self.workspace = workspace
        self.run = run
        self.cluster = cluster
        self.secrets = secrets
    }
}

/// The home directory inside every container, as in docker-stacks.
package let containerHome = "/home/jovyan"

/// The port that Jupyter listens on inside every container, as in docker-stacks.
package let notebookPort = 8888
