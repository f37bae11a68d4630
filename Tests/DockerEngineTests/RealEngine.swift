import DockerEngine
import Foundation
import Support

/// What a test makes on the real engine, under names of its own, and how it is cleared away.
struct RealEngine: Sendable {
    let client: EngineClient
    /// Begins the name of everything the test makes.
    let prefix: String
    /// An image of busybox and nothing else.
    let image: String

    static let socketPath = "/var/run/docker.sock"
    private static let label = "docker-engine-tests"

    /// Runs `body`, then removes the containers, networks, volumes and the image that it made.
    static func with(_ body: (RealEngine) async throws -> Void) async throws {
        try await withClient(socketPath: socketPath) { client in
            let prefix = "engine-test-" + UUID().uuidString.prefix(8).lowercased()
            let engine = RealEngine(client: client, prefix: prefix, image: "\(prefix):tiny")
            _ = try await client.importRootfs(
                upload(try TinyRootfs.archive()), repository: prefix, tag: "tiny", changes: ["ENV FROM=image"])
            do {
                try await body(engine)
            } catch {
                try await engine.clear()
                throw error
            }
            try await engine.clear()
        }
    }

    var filters: Filters { .label(Self.label, prefix) }

    /// A container that runs a shell script, with `init` and little memory.
    func container(_ script: String) -> CreateContainer {
        var config = ContainerConfig(image: image)
        config.cmd = ["/bin/sh", "-c", script]
        config.labels = [Self.label: prefix]
        config.stopTimeout = 1
        var host = HostConfig()
        host.initProcess = true
        host.memory = 64 << 20
        host.memorySwap = 64 << 20
        host.networkMode = "none"
        return CreateContainer(config: config, host: host)
    }

    /// Creates and starts such a container, and returns its id.
    func run(_ script: String, name: String = "c") async throws -> String {
        let made = try await client.createContainer(container(script), name: "\(prefix)-\(name)")
        try await client.startContainer(made.id)
        return made.id
    }

    var labels: [String: String] { [Self.label: prefix] }

    private func clear() async throws {
        for container in try await client.listContainers(all: true, filters: filters) {
            try await client.removeContainer(container.id, force: true, volumes: true)
        }
        for network in try await client.listNetworks(filters: filters) { try await client.removeNetwork(network.id) }
        for volume in try await client.listVolumes(filters: filters) { try await client.removeVolume(volume.name) }
        try await client.removeImage(image, force: true)
    }
}
