/// How much of a machine may be promised, and how long small launches may overtake others.
package struct AdmissionPolicy: Hashable, Sendable {
    /// How often each core may be promised: idle ones are shared by their reserves, so more than once.
    package var overcommitCPU: Double
    /// How often the memory may be promised; above 1, servers that use all of theirs at once get others killed.
    package var overcommitMemory: Double
    /// What of each machine is nobody's: for the engine, the hub, the operator.
    package var reserve: Room
    /// How long small launches may overtake one that has no room yet (`planAdmission`).
    package var patience: Duration

    package init(
        overcommitCPU: Double = 10, overcommitMemory: Double = 1,
        reserve: Room = Room(cpu: Cores(thousandths: 0), memory: .gibibytes(1)),
        patience: Duration = .seconds(60)
    ) {
        self.overcommitCPU = overcommitCPU
        self.overcommitMemory = overcommitMemory
        self.reserve = reserve
        self.patience = patience
    }

    /// What of a machine may be promised: what it has, less the reserve, times the over-commit factors.
    package func allocatable(_ host: HostCapacity) -> Room {
        let rest = (Room(cpu: host.cpu, memory: host.memory) - reserve).atLeastNone
        return Room(
            cpu: Cores(thousandths: Int(Double(rest.cpu.thousandths) * overcommitCPU)),
            memory: Bytes(Int64(Double(rest.memory.count) * overcommitMemory)))
    }
}

/// A machine and what of it may be promised.
package struct NodeCapacity: Hashable, Sendable {
    package let node: NodeID
    package let host: HostCapacity
    package let allocatable: Room

    package init(node: NodeID, host: HostCapacity, policy: AdmissionPolicy) {
        self.node = node
        self.host = host
        allocatable = policy.allocatable(host)
    }
}

/// What launches are admitted by at one moment.
package struct AdmissionTerms: Sendable {
    package let nodes: [NodeCapacity]
    /// What is kept for the members of groups, by group.
    package let guarantees: [String: Guarantee]
    package let policy: AdmissionPolicy
    /// While it is on nothing is admitted.
    package let drain: Drain?

    package init(
        nodes: [NodeCapacity], guarantees: [String: Guarantee] = [:], policy: AdmissionPolicy, drain: Drain? = nil
    ) {
        self.nodes = nodes
        self.guarantees = guarantees
        self.policy = policy
        self.drain = drain
    }

    /// The resources of a launch, where nothing in particular was `asked` for not more than a node has to give.
    package func lowered(_ resources: Resources, asked: LaunchOptions) -> Resources {
        var lowered = resources
        if let most = nodes.map(\.allocatable.cpu).max() { lowered.cpu.reserve = min(resources.cpu.reserve, most) }
        if asked.memory == nil, let most = nodes.map(\.allocatable.memory).max(), most >= LaunchOptions.leastMemory {
            lowered.memory = min(resources.memory, most)
        }
        return lowered
    }

    /// The group that a member of `groups` counts in: the first by name that has a guarantee; nil for none.
    func group(of groups: [String]) -> String? {
        guarantees.isEmpty ? nil : groups.filter { guarantees[$0] != nil }.min()
    }
}

/// Capacity that is kept for a group's members: what of it they do not use is nobody else's.
package struct Guarantee: Hashable, Sendable, Codable {
    package var cpu: Cores
    package var memory: Bytes

    package init(cpu: Cores, memory: Bytes) {
        self.cpu = cpu
        self.memory = memory
    }

    package var room: Room { Room(cpu: cpu, memory: memory) }
}
