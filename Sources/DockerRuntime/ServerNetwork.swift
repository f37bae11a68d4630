import DockerEngine
import Logging
import Servers
import Synchronization

/// The one network that all servers' containers are on: made when missing, checked, and closed off from the host.
///
/// What was found good counts for 30 seconds, or until the engine is a new run: rules can be flushed by anyone.
final class ServerNetwork: Sendable {
    /// How containers are reached, once that is decided.
    enum Reach: Hashable, Sendable {
        case bridge, published
    }

    private struct Verified {
        var reach: Reach
        var at: ContinuousClock.Instant
    }

    private struct State {
        var verified: Verified?
        var epoch: EngineEpoch?
    }

    private let engine: EngineClient
    private let instance: InstanceID
    private let settings: DockerRuntimeSettings
    private let logger: Logger
    private let firewall: HostFirewall
    private let localAddresses: @Sendable () -> Set<String>
    /// One check at a time; the others take its result.
    private let checks = CallLimiter(1)
    private let state = Mutex(State())

    private static let freshness = Duration.seconds(30)

    init(
        engine: EngineClient, instance: InstanceID, settings: DockerRuntimeSettings, logger: Logger,
        localAddresses: @escaping @Sendable () -> Set<String> = { hostAddresses() }
    ) {
        self.engine = engine
        self.instance = instance
        self.settings = settings
        self.logger = logger
        self.localAddresses = localAddresses
        firewall = HostFirewall(interface: settings.interface, logger: logger)
    }

    /// Tells which run of the engine this is; a new one makes everything be checked anew.
    func note(_ epoch: EngineEpoch?) {
        state.withLock { state in
            if state.epoch != epoch { state.verified = nil }
            state.epoch = epoch
        }
    }

    /// Makes sure of the network and, where isolation is required, of the rules; how containers are reached.
    /// Throws `RuntimeError.isolation` and `EngineError`.
    func ensure() async throws -> Reach {
        if let reach = fresh() { return reach }
        return try await checks.run {
            if let reach = fresh() { return reach }
            let network = try await network()
            let isLocal = network.ipam?.config.contains { localAddresses().contains($0.gateway ?? "") } ?? false
            if settings.isolation == .required {
                try check(network)
                guard isLocal else { throw Self.refused("the engine's networks are not on this host") }
                try await firewall.close()
            }
            let reach = reach(isLocal: isLocal)
            state.withLock { $0.verified = Verified(reach: reach, at: .now) }
            return reach
        }
    }

    private func fresh() -> Reach? {
        state.withLock { state in
            guard let verified = state.verified, verified.at + Self.freshness > .now else { return nil }
            return verified.reach
        }
    }

    private func reach(isLocal: Bool) -> Reach {
        switch settings.reach {
        case .auto: isLocal ? .bridge : .published
        case .bridge: .bridge
        case .published: .published
        }
    }
}

// MARK: The network

extension ServerNetwork {
    static let bridgeName = "com.docker.network.bridge.name"
    static let betweenContainers = "com.docker.network.bridge.enable_icc"

    private func network() async throws -> NetworkInspection {
        if let found = try await find() { return found }
        var wanted = CreateNetwork(name: settings.network)
        wanted.options = [Self.bridgeName: settings.interface, Self.betweenContainers: "false"]
        wanted.labels = [ContainerLabels.instanceKey: instance.value]
        do {
            _ = try await engine.createNetwork(wanted)
            logger.info("made the servers' network", metadata: ["network": "\(settings.network)"])
        } catch EngineError.conflict {
            // Someone else was faster.
        }
        return try await engine.inspectNetwork(settings.network)
    }

    private func find() async throws -> NetworkInspection? {
        do {
            return try await engine.inspectNetwork(settings.network)
        } catch EngineError.notFound {
            return nil
        }
    }

    /// A network of our name that someone made otherwise isolates nothing.
    private func check(_ network: NetworkInspection) throws {
        let isRight =
            network.driver == "bridge" && network.options[Self.bridgeName] == settings.interface
            && network.options[Self.betweenContainers] == "false"
        guard isRight else {
            throw Self.refused(
                "the network \(network.name) is not a bridge named \(settings.interface) with containers kept apart; "
                    + "remove it (docker network rm \(network.name)) and it is made anew")
        }
    }

    static func refused(_ problem: String) -> RuntimeError {
        .isolation(
            "Servers can't be closed off from each other and from this host: \(problem). "
                + "Repair that, or accept the risk with the setting `isolation: off`.")
    }
}
