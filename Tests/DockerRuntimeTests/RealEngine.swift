import DockerEngine
import Foundation
import Servers
import Support

@testable import DockerRuntime

/// A runtime on the real engine with an instance, an image, directories and a network of its own.
struct RealEngine: Sendable {
    let client: EngineClient
    let runtime: DockerRuntime
    let instance: InstanceID
    let image: ImageDigest
    let directories: ServerDirectories

    var imageName: String { "berth-test-\(instance):tiny" }

    private static let socketPath = "/var/run/docker.sock"

    /// Ends with 0 when told to; answers connections on Jupyter's port; says so in its log.
    private static let script = """
        trap 'exit 0' TERM; echo started; echo problem >&2
        (while true; do echo hello | nc -l -p 8888; done) &
        while true; do sleep 0.1; done
        """

    /// Runs `body`, then removes the containers, network, rules, directories and image that it made.
    static func with(
        isolation: DockerRuntimeSettings.Isolation = .required, reach: DockerRuntimeSettings.Reach = .auto,
        _ body: (RealEngine) async throws -> Void
    ) async throws {
        let instance = InstanceID.random(length: 8)
        let settings = DockerRuntimeSettings(instance: instance, reach: reach, isolation: isolation)
        try await withClient(socketPath) { client in
            let image = try await client.importRootfs(
                archive(), repository: "berth-test-\(instance)", tag: "tiny",
                changes: ["CMD " + json(["/bin/sh", "-c", script])])
            let engine = RealEngine(
                client: client,
                runtime: DockerRuntime(
                    engine: client, socketPath: socketPath, instance: instance, settings: settings, logger: quiet),
                instance: instance, image: ImageDigest(image), directories: try makeDirectories(instance))
            do {
                try await body(engine)
            } catch {
                try await engine.clear()
                throw error
            }
            try await engine.clear()
        }
    }

    func plan(
        _ server: ServerID = .random(length: 12), _ generation: Int = 1, image: ImageDigest? = nil
    ) throws -> ContainerPlan {
        try .sample(
            server: server, generation: generation, image: image ?? self.image, instance: instance,
            directories: directories)
    }

    /// Creates and starts the container of a new server, and waits until it has said that it runs.
    func started() async throws -> ObservedContainer {
        let plan = try plan()
        let id = try await runtime.create(plan)
        try await runtime.start(id)
        var seen: [UInt8] = []
        for try await bytes in runtime.followLog(of: id, tail: 10) {
            seen += bytes
            if String(decoding: seen, as: UTF8.self).contains("started\n") { break }
        }
        guard let observed = try await runtime.containers(of: plan.labels.server).first else {
            throw BrokenPromise(description: "a started container is not listed")
        }
        return observed
    }

    /// Runs a script inside.
    func inside(_ container: ContainerID, _ script: String) async throws -> ExecResult {
        try await client.run(CreateExec(["/bin/sh", "-c", script]), in: container.value)
    }

    private static func archive() throws -> AsyncThrowingStream<[UInt8], any Error> {
        let bytes = try TinyRootfs.archive()
        return AsyncThrowingStream { continuation in
            continuation.yield(bytes)
            continuation.finish()
        }
    }

    private static func json(_ words: [String]) throws -> String {
        String(decoding: try JSONEncoder().encode(words), as: UTF8.self)
    }

    private static func root(_ instance: InstanceID) -> String { "/tmp/berth-test-\(instance)" }

    private static func makeDirectories(_ instance: InstanceID) throws -> ServerDirectories {
        let root = root(instance)
        for name in ["workspace", "run", "cluster"] {
            try FileManager.default.createDirectory(
                atPath: "\(root)/\(name)", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o777])
            try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: "\(root)/\(name)")
        }
        return ServerDirectories(workspace: "\(root)/workspace", run: "\(root)/run", cluster: "\(root)/cluster")
    }

    private func clear() async throws {
        for container in try await client.listContainers(all: true, filters: runtime.ours) {
            try await client.removeContainer(container.id, force: true, volumes: true)
        }
        for network in try await client.listNetworks(filters: runtime.ours) {
            try await client.removeNetwork(network.id)
        }
        try await client.removeImage(imageName, force: true)
        try FileManager.default.removeItem(atPath: Self.root(instance))
        for name in ["iptables", "ip6tables"] {
            guard let command = Command.find(name) else { continue }
            for rule in HostFirewall.rules(of: PolicyNetwork(.egress, runtime.settings)) {
                _ = try await command.run(["-w", "5", "-D", rule.chain] + rule.matches + rule.target)
            }
        }
    }
}
