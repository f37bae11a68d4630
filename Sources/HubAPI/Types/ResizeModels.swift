/// What a resize asks for; absent keeps, null is the profile's default. Cores and memory change at once, the rest with the
/// next start.
package struct ResizeRequest: Hashable, Sendable, Codable {
    /// The most cores.
    package var cpu: Double?
    /// Cores that are always there.
    package var cpuReserve: Double?
    /// Bytes, or a size such as `8G`.
    package var memory: MemorySize?
    package var profile: String?
    package var sharedMemory: MemorySize?

    package init(
        cpu: Double? = nil, cpuReserve: Double? = nil, memory: MemorySize? = nil, profile: String? = nil,
        sharedMemory: MemorySize? = nil
    ) {
        self.cpu = cpu
        self.cpuReserve = cpuReserve
        self.memory = memory
        self.profile = profile
        self.sharedMemory = sharedMemory
    }

    private enum CodingKeys: String, CodingKey {
        case cpu, memory, profile
        case cpuReserve = "cpu_reserve"
        case sharedMemory = "shared_memory"
    }
}

/// What a resize came to.
package struct ResizeAnswer: Hashable, Sendable, Codable {
    /// `applied`, `pending`, or `on_next_start`.
    package var state: String
    /// What the server has now; null when it was never launched.
    @OrNull package var resources: ResourcesModel?
    /// The resize as it is kept; null when nothing was to be changed while it runs.
    @OrNull package var resize: ResizeModel?
    /// The fields that were asked for and wait for the next start.
    package var onNextStart: [String]
    /// What the next start gets, where that differs from what runs.
    @OrNull package var next: LaunchRequest?

    package init(
        state: String, resources: ResourcesModel?, resize: ResizeModel?, onNextStart: [String], next: LaunchRequest?
    ) {
        self.state = state
        self.resources = resources
        self.resize = resize
        self.onNextStart = onNextStart
        self.next = next
    }

    private enum CodingKeys: String, CodingKey {
        case state, resources, resize, next
        case onNextStart = "on_next_start"
    }
}

/// A resize of a running server.
package struct ResizeModel: Hashable, Sendable, Codable {
    package var revision: Int
    /// `pending`, `applied` or `refused`.
    package var state: String
    package var target: ResourcesModel
    /// Who asked for it, and when.
    package var by: String
    package var at: String
    /// Why it was refused: `below_use`, `engine`; expect it to grow.
    @OrNull package var code: String?
    @OrNull package var message: String?

    package init(
        revision: Int, state: String, target: ResourcesModel, by: String, at: String, code: String?, message: String?
    ) {
        self.revision = revision
        self.state = state
        self.target = target
        self.by = by
        self.at = at
        self.code = code
        self.message = message
    }
}
