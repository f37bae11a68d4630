/// A server as one line of the fleet: what a list is filtered and sorted by, without what only its own page shows.
package struct FleetEntry: Hashable, Sendable {
    package let id: ServerID
    package let key: ServerKey
    package var displayName: String?
    /// Its owner's.
    package var groups: [String] = []
    package var profile: ProfileID?
    package var image: String?
    /// What it may use.
    package var cpu: Cores?
    package var memory: Bytes?
    /// Nil when it was never launched.
    package var phase: Phase?
    package var shown = ShownPhase.stopped
    /// The reason's code, once it has finished.
    package var reason: String?
    /// When the phase was entered.
    package var since: Timestamp?
    package var launchedAt: Timestamp?
    package var digest: ImageDigest?
    package var node = NodeID.local
    package var healthy = false
    /// When somebody last did something with it.
    package var usedAt: Timestamp?

    // What is known while it runs, and not stored with it.
    /// When something last went on in it.
    package var lastActivity: Timestamp?
    package var usedMemory: Bytes?
    package var usedCores: Double?
    package var verdict: ReapVerdict.Action?

    package init(id: ServerID, key: ServerKey) {
        self.id = id
        self.key = key
    }
}

extension FleetEntry {
    /// What it has of a key that is a text or a word; nothing where it has none.
    func texts(_ key: FleetKey) -> [String] {
        switch key {
        case .owner: [self.key.owner.value]
        case .group: groups
        case .name: [self.key.name.value]
        case .server: [self.key.description]
        case .profile: [profile?.value].compactMap(\.self)
        case .phase: [phase?.rawValue, shown.rawValue].compactMap(\.self)
        case .reason: [reason].compactMap(\.self)
        case .image: [image, digest?.value].compactMap(\.self)
        case .node: [node.value]
        case .verdict: [verdict?.rawValue].compactMap(\.self)
        case .healthy: phase == .started ? [healthy ? "yes" : "no"] : []
        case .since, .idle, .age, .cpu, .memory, .used, .load: []
        }
    }

    /// How much it has of a key that is an amount, in seconds, cores or bytes; nil where it has none.
    func amount(_ key: FleetKey, now: Timestamp) -> Double? {
        switch key {
        case .since: since.map { seconds(from: $0, to: now) }
        case .idle: phase == .started ? lastActivity.map { seconds(from: $0, to: now) } : nil
        case .age: phase == nil || phase == .finished ? nil : launchedAt.map { seconds(from: $0, to: now) }
        case .cpu: cpu?.number
        case .memory: memory.map { Double($0.count) }
        case .used: usedMemory.map { Double($0.count) }
        case .load: usedCores
        case .owner, .group, .name, .server, .profile, .phase, .reason, .image, .node, .verdict, .healthy: nil
        }
    }

    /// How much of what it may use it uses; nil where that is not known.
    func share(_ key: FleetKey) -> Double? {
        switch key {
        case .used: usedMemory.flatMap { used in memory.map { Double(used.count) / Double($0.count) } }
        case .load: usedCores.flatMap { used in cpu.map { used / $0.number } }
        case .owner, .group, .name, .server, .profile, .phase, .reason, .since, .idle, .age, .cpu, .memory, .image,
            .node, .verdict, .healthy:
            nil
        }
    }

    private func seconds(from start: Timestamp, to now: Timestamp) -> Double { (now - start) / .seconds(1) }
}
