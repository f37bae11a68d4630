/// A container of this instance as the engine shows it.
package struct ObservedContainer: Hashable, Sendable {
    package let id: ContainerID
    /// Without the leading slash.
    package let name: String
    package let server: ServerID
    package let generation: Int
    package let state: State
    /// When it last started, by the engine's clock; nil if never.
    package let startedAt: Timestamp?
    /// When it last ended, by the engine's clock; nil while it runs, and where the engine does not tell.
    package let finishedAt: Timestamp?
    /// Where its Jupyter would answer; nil while it does not run.
    package let endpoint: Endpoint?
    /// What it may use now; nil where the engine does not tell all of it.
    package let limits: ContainerLimits?
    /// How many of its processes the kernel has killed for memory in its present run; nil while it does not run, and where
    /// that cannot be read.
    package var memoryKills: Int?

    package enum State: Hashable, Sendable {
        case created
        case running
        case paused
        case restarting
        case removing
        case exited(code: Int, oomKilled: Bool)
        case dead
        case unknown(String)
    }

    package init(
        id: ContainerID, name: String, server: ServerID, generation: Int, state: State, startedAt: Timestamp?,
        finishedAt: Timestamp? = nil, endpoint: Endpoint?, limits: ContainerLimits? = nil, memoryKills: Int? = nil
    ) {
        self.id = id
        self.name = name
        self.server = server
        self.generation = generation
        self.state = state
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.endpoint = endpoint
        self.limits = limits
        self.memoryKills = memoryKills
    }
}

/// What the engine showed of one server, in one complete answer, and whether its Jupyter answers.
package struct Observation: Hashable, Sendable {
    /// Every container that carries this server's label, of any generation.
    package let containers: [ObservedContainer]
    /// The engine's present run; nil where the engine gives no sign of it.
    package let epoch: EngineEpoch?
    /// Whether the latest generation's Jupyter, once started, answered when it was last asked; nil while that is not known.
    package let answers: Bool?

    package init(containers: [ObservedContainer], epoch: EngineEpoch?, answers: Bool? = nil) {
        self.containers = containers
        self.epoch = epoch
        self.answers = answers
    }
}
