package import DockerEngine
import Foundation
package import Logging
package import Servers

/// The runtime port on one Docker Engine. Touches nothing that does not carry this instance's label.
///
/// Holds no state of containers but which are this instance's: each answer is the engine's own.
package struct DockerRuntime: ContainerRuntime {
    let engine: EngineClient
    let socketPath: String?
    let instance: InstanceID
    let settings: DockerRuntimeSettings
    let logger: Logger
    let network: ServerNetwork
    /// Creates, starts and removes: each costs the engine much work.
    let changes: CallLimiter
    /// Stops: they mostly wait, and must leave the engine's connections to others.
    let stops: CallLimiter
    let memoryKills: MemoryKillCount
    /// Spares the frequent question for usage the look at the label.
    let owned = OwnedContainers()

    /// How many containers are inspected at once for a list.
    private static let inspections = 16

    /// - Parameters:
    ///   - engine: stays the caller's; shut it down after the last use of this.
    ///   - socketPath: the engine's socket, to see by a fresh connection whether it is shutting down; nil does without.
    package init(
        engine: EngineClient, socketPath: String? = nil, instance: InstanceID, settings: DockerRuntimeSettings,
        logger: Logger
    ) {
        self.engine = engine
        self.socketPath = socketPath
        self.instance = instance
        self.settings = settings
        self.logger = logger
        network = ServerNetwork(engine: engine, instance: instance, settings: settings, logger: logger)
        changes = CallLimiter(max(4, 2 * ProcessInfo.processInfo.activeProcessorCount))
        stops = CallLimiter(16)
        memoryKills = MemoryKillCount()
    }

    package func host() async throws(RuntimeError) -> RuntimeHost {
        try await mapped {
            let info = try await engine.info()
            let ping = try await engine.ping()
            let epoch = try await epoch()
            network.note(epoch)
            return RuntimeHost(
                node: settings.node,
                capacity: HostCapacity(cpu: Cores(thousandths: info.cpus * 1000), memory: Bytes(info.memory)),
                epoch: epoch, name: "Docker Engine \(info.serverVersion) (API \(ping.agreedVersion))",
                directory: info.rootDirectory.isEmpty ? nil : info.rootDirectory)
        }
    }

    /// The id of the engine's built-in network `bridge`: made anew at each start of the engine, but kept where
    /// `live-restore` kept containers running. Nil for an engine that was told to have no such network.
    private func epoch() async throws -> EngineEpoch? {
        do {
            return EngineEpoch(try await engine.inspectNetwork("bridge").id)
        } catch EngineError.notFound {
            return nil
        }
    }

    package func isolate() async throws(RuntimeError) {
        try await mapped { _ = try await network.ensure() }
    }
}

// MARK: Lists

extension DockerRuntime {
    package func containers() async throws(RuntimeError) -> [ObservedContainer] {
        try await mapped { try await observe(ours) }
    }

    package func containers(of server: ServerID) async throws(RuntimeError) -> [ObservedContainer] {
        try await mapped { try await observe(ours.with("label", "\(ContainerLabels.serverKey)=\(server)")) }
    }

    var ours: Filters { .label(ContainerLabels.instanceKey, instance.value) }

    /// All or nothing: one that went away meanwhile is left out, any other failure fails the list.
    private func observe(_ filters: Filters) async throws -> [ObservedContainer] {
        let observed = try await inspectAll(filters)
        if observed.contains(where: \.hasEnded) { try await refuseWhileShuttingDown() }
        return observed
    }

    /// Throws `EngineError.unreachable` when the engine takes no new connection.
    ///
    /// An engine that shuts down closes its socket, then stops the containers, and meanwhile goes on answering on
    /// connections that it has: what has ended then has not ended by itself, though the epoch is still the old one.
    private func refuseWhileShuttingDown() async throws {
        guard let socketPath else { return }
        let fresh = EngineClient(socketPath: socketPath, logger: logger)
        do {
            try await fresh.ping()
        } catch {
            await fresh.shutdown()
            throw error
        }
        await fresh.shutdown()
    }

    private func inspectAll(_ filters: Filters) async throws -> [ObservedContainer] {
        let ids = try await engine.listContainers(all: true, filters: filters).map(\.id)
        return try await withThrowingTaskGroup(of: ObservedContainer?.self) { group in
            var observed: [ObservedContainer] = []
            for (index, id) in ids.enumerated() {
                if index >= Self.inspections, let next = try await group.next() {
                    observed += [next].compactMap(\.self)
                }
                group.addTask { try await inspect(id) }
            }
            for try await next in group { observed += [next].compactMap(\.self) }
            return observed.sorted { $0.name < $1.name }
        }
    }

    private func inspect(_ id: String) async throws -> ObservedContainer? {
        do {
            let inspection = try await engine.inspectContainer(id)
            var observed = ObservedContainer(inspection)
            observed?.memoryKills = memoryKills.count(process: inspection.state.pid, of: id)
            if observed == nil {
                logger.warning("a container has our instance's label but no server's", metadata: ["container": "\(id)"])
            }
            return observed
        } catch EngineError.notFound {
            return nil
        }
    }
}

extension ObservedContainer {
    fileprivate var hasEnded: Bool {
        switch state {
        case .exited, .dead: true
        case .created, .running, .paused, .restarting, .removing, .unknown: false
        }
    }
}
