package import Servers

/// How containers are created and reached on one engine.
package struct DockerRuntimeSettings: Hashable, Sendable {
    package var reach: Reach
    package var isolation: Isolation
    /// The network of servers that may connect to anywhere outside; the others' are named after it.
    package var network: String
    /// The name of that network's bridge on the host; firewall rules go by it.
    package var interface: String
    package var scratch: Scratch
    package var node: NodeID
    /// A file in the format of Docker's `config.json`; nil where only public registries are used.
    package var registryCredentials: String?

    /// How Berth reaches a container's Jupyter.
    package enum Reach: String, Hashable, Sendable, CaseIterable {
        /// `bridge` where the bridge is an interface of this host, else `published`.
        case auto
        /// At the container's own address.
        case bridge
        /// At a port published on 127.0.0.1, where the engine runs in a machine of its own.
        case published
    }

    /// Whether containers must be closed off from each other and from the host.
    package enum Isolation: String, Hashable, Sendable, CaseIterable {
        case required
        /// The operator accepts that containers may reach host ports and metadata addresses.
        case off
    }

    /// What is mounted at `/tmp`.
    package enum Scratch: Hashable, Sendable {
        /// A volume on the engine's disk that goes with the container.
        case disk
        /// Memory of the container's own limit, at most this much.
        case memory(Bytes)
    }

    /// - Parameters:
    ///   - network: `berth-<instance>` when nil.
    ///   - interface: `br-<instance>` when nil; Linux takes 15 characters at most, so longer ones are cut.
    package init(
        instance: InstanceID, reach: Reach = .auto, isolation: Isolation = .required, network: String? = nil,
        interface: String? = nil, scratch: Scratch = .disk, node: NodeID = .local,
        registryCredentials: String? = nil
    ) {
        self.reach = reach
        self.isolation = isolation
        self.network = network ?? "berth-\(instance)"
        self.interface = String((interface ?? "br-\(instance)").prefix(15))
        self.scratch = scratch
        self.node = node
        self.registryCredentials = registryCredentials
    }
}
