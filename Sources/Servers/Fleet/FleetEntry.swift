/// A server as one line of the fleet: what a list is filtered and sorted by, without what only its own page shows.
///
/// Only the parts that were asked for are filled in (`FleetPart`).
package struct FleetEntry: Hashable, Sendable {
    package let id: ServerID
    package let key: ServerKey
    package var displayName: String?
    /// Its owner's.
    package var groups: [String] = []
    package var spec: Spec?
    package var status: Status?
    /// What it uses; nil while it is not started, or not read yet.
    package var usage: ServerUsage?
    /// When something last went on in it, while it is started.
    package var lastActivity: Timestamp?
    /// While it is started.
    package var verdict: ReapVerdict.Action?

    /// What its latest launch runs.
    package struct Spec: Hashable, Sendable {
        package let profile: ProfileID
        package let image: String
        /// The most that it may use.
        package let cpu: Cores
        package let memory: Bytes

        package init(profile: ProfileID, image: String, cpu: Cores, memory: Bytes) {
            self.profile = profile
            self.image = image
            self.cpu = cpu
            self.memory = memory
        }
    }

    /// How far its latest launch has come.
    package struct Status: Hashable, Sendable {
        package let phase: Phase
        package let shown: ShownPhase
        package let launchedAt: Timestamp?
        /// When somebody last did something with it.
        package let usedAt: Timestamp?
        /// What has passed with its people of its being idle.
        package let idle: IdleRecord
        /// What the reconciler reached; nil while there is nothing of it.
        package let reached: Reached?

        /// Nil when it was never launched.
        package init?(
            generation: Int, isWanted: Bool, launchedAt: Timestamp?, usedAt: Timestamp?,
            idle: IdleRecord = IdleRecord(), reached: Reached?
        ) {
            guard let phase = Phase(ofLaunch: generation, isWanted: isWanted, reached: reached?.phase) else {
                return nil
            }
            self.phase = phase
            shown = ShownPhase(phase, failed: reached?.reason?.isFailure ?? false)
            self.launchedAt = launchedAt
            self.usedAt = usedAt
            self.idle = idle
            self.reached = reached
        }
    }

    /// What was reached of a launch.
    package struct Reached: Hashable, Sendable {
        package let generation: Int
        package let phase: Phase
        package let since: Timestamp
        package let reason: FinishReason?
        package let image: ImageDigest?
        package let node: NodeID
        package let healthy: Bool
        package let container: ContainerID?
        package let containerStartedAt: Timestamp?

        package init(
            generation: Int, phase: Phase, since: Timestamp, reason: FinishReason?, image: ImageDigest?, node: NodeID,
            healthy: Bool, container: ContainerID?, containerStartedAt: Timestamp?
        ) {
            self.generation = generation
            self.phase = phase
            self.since = since
            self.reason = reason
            self.image = image
            self.node = node
            self.healthy = healthy
            self.container = container
            self.containerStartedAt = containerStartedAt
        }
    }

    package init(id: ServerID, key: ServerKey) {
        self.id = id
        self.key = key
    }

    package var phase: Phase? { status?.phase }
}

extension FleetEntry {
    /// What it has of a key that is a text or a word; nothing where it has none.
    func texts(_ key: FleetKey) -> [String] {
        switch key {
        case .owner: [self.key.owner.value]
        case .group: groups
        case .name: [self.key.name.value]
        case .server: [self.key.description]
        case .profile: [spec?.profile.value].compactMap(\.self)
        case .phase: [phase?.rawValue, (status?.shown ?? .stopped).rawValue].compactMap(\.self)
        case .reason: phase == .finished ? [status?.reached?.reason?.code].compactMap(\.self) : []
        case .image: [spec?.image, status?.reached?.image?.value].compactMap(\.self)
        case .node: [status?.reached?.node.value].compactMap(\.self)
        case .verdict: [verdict?.rawValue].compactMap(\.self)
        case .healthy: phase == .started ? [status?.reached?.healthy == true ? "yes" : "no"] : []
        case .since, .idle, .age, .cpu, .memory, .used, .load: []
        }
    }

    /// How much it has of a key that is an amount, in seconds, cores or bytes; nil where it has none.
    func amount(_ key: FleetKey, now: Timestamp) -> Double? {
        switch key {
        case .since: since.map { seconds(from: $0, to: now) }
        case .idle: lastActivity.map { seconds(from: $0, to: now) }
        case .age: phase == .finished ? nil : status?.launchedAt.map { seconds(from: $0, to: now) }
        case .cpu: spec?.cpu.number
        case .memory: spec.map { Double($0.memory.count) }
        case .used: usage.map { Double($0.memory.count) }
        case .load: usage?.cores
        case .owner, .group, .name, .server, .profile, .phase, .reason, .image, .node, .verdict, .healthy: nil
        }
    }

    /// How much of what it may use it uses; nil where that is not known.
    func share(_ key: FleetKey) -> Double? {
        switch key {
        case .used: usage.flatMap { used in spec.map { Double(used.memory.count) / Double($0.memory.count) } }
        case .load: usage?.cores.flatMap { used in spec.map { used / $0.cpu.number } }
        case .owner, .group, .name, .server, .profile, .phase, .reason, .since, .idle, .age, .cpu, .memory, .image,
            .node, .verdict, .healthy:
            nil
        }
    }

    /// When its phase was entered.
    private var since: Timestamp? { status?.reached?.since ?? status?.launchedAt }

    private func seconds(from start: Timestamp, to now: Timestamp) -> Double { (now - start) / .seconds(1) }
}
