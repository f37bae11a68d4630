import DockerEngine
import Logging
import Servers
import Synchronization

/// The networks that servers' containers are on, one a policy: made when missing, checked, and closed off.
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
        /// By network name.
        var verified: [String: Verified] = [:]
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
        firewall = HostFirewall(logger: logger)
    }

    /// Tells which run of the engine this is; a new one makes everything be checked anew.
    func note(_ epoch: EngineEpoch?) {
        state.withLock { state in
            if state.epoch != epoch { state.verified = [:] }
            state.epoch = epoch
        }
    }

    /// Makes sure of a policy's network and of the rules, which only an open one can do without where isolation is off;
    /// how containers are reached. Throws `RuntimeError.isolation` and `EngineError`.
    func ensure(_ policy: NetworkPolicy = .egress) async throws -> Reach {
        let wanted = PolicyNetwork(policy, settings)
        if let reach = fresh(wanted.name) { return reach }
        return try await checks.run {
            if let reach = fresh(wanted.name) { return reach }
            let network = try await network(wanted)
            let isLocal = network.ipam?.config.contains { localAddresses().contains($0.gateway ?? "") } ?? false
            let reach = reach(isLocal: isLocal)
            if settings.isolation == .required || policy != .egress {
                try check(network, wanted)
                guard isLocal else { throw Self.refused("the engine's networks are not on this host") }
                guard policy != .internal || reach == .bridge else {
                    throw Self.refused("`network: internal` leaves no published port to reach it by (`reach`)")
                }
                try await firewall.close(wanted)
            }
            state.withLock { $0.verified[wanted.name] = Verified(reach: reach, at: .now) }
            return reach
        }
    }

    private func fresh(_ name: String) -> Reach? {
        state.withLock { state in
            guard let verified = state.verified[name], verified.at + Self.freshness > .now else { return nil }
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

    private func network(_ wanted: PolicyNetwork) async throws -> NetworkInspection {
        if let found = try await find(wanted.name) { return found }
        var made = CreateNetwork(name: wanted.name)
        made.isInternal = wanted.policy == .internal
        made.options = [Self.bridgeName: wanted.interface, Self.betweenContainers: "false"]
        made.labels = [
            ContainerLabels.instanceKey: instance.value, ContainerLabels.networkKey: wanted.policy.description,
        ]
        do {
            _ = try await engine.createNetwork(made)
            logger.info("made a network of servers", metadata: ["network": "\(wanted.name)"])
        } catch EngineError.conflict {
            // Someone else was faster.
        }
        return try await engine.inspectNetwork(wanted.name)
    }

    private func find(_ name: String) async throws -> NetworkInspection? {
        do {
            return try await engine.inspectNetwork(name)
        } catch EngineError.notFound {
            return nil
        }
    }

    /// A network of our name that someone made otherwise isolates nothing.
    private func check(_ network: NetworkInspection, _ wanted: PolicyNetwork) throws {
        let isRight =
            network.driver == "bridge" && network.options[Self.bridgeName] == wanted.interface
            && network.options[Self.betweenContainers] == "false"
            && network.isInternal == (wanted.policy == .internal)
        guard isRight else {
            throw Self.refused(
                "the network \(network.name) is not a bridge named \(wanted.interface) with containers kept apart; "
                    + "remove it (docker network rm \(network.name)) and it is made anew")
        }
    }

    static func refused(_ problem: String) -> RuntimeError {
        .isolation(
            "Servers can't be closed off from each other and from this host: \(problem). "
                + "Repair that, or accept the risk with the setting `isolation: off`, which profiles whose network is "
                + "`egress` can do with.")
    }
}
