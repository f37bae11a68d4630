/// What a launch asks for; every field may be absent. Flat, or as the value of `user_options`.
package struct LaunchRequest: Hashable, Sendable, Codable {
    package var profile: String?
    /// The most cores.
    package var cpu: Double?
    /// Cores that are always there.
    package var cpuReserve: Double?
    /// Bytes, or a size such as `8G`.
    package var memory: MemorySize?
    /// The size of `/dev/shm`, part of the memory.
    package var sharedMemory: MemorySize?
    /// What people call the server; for a launch, and for one that is made.
    package var displayName: String?
    /// True leaves the user's own packages and Jupyter configuration out, for this launch.
    package var clean: Bool?

    package init(
        profile: String? = nil, cpu: Double? = nil, cpuReserve: Double? = nil, memory: MemorySize? = nil,
        sharedMemory: MemorySize? = nil, displayName: String? = nil, clean: Bool? = nil
    ) {
        self.profile = profile
        self.cpu = cpu
        self.cpuReserve = cpuReserve
        self.memory = memory
        self.sharedMemory = sharedMemory
        self.displayName = displayName
        self.clean = clean
    }

    private enum CodingKeys: String, CodingKey {
        case profile, cpu, memory, clean
        case cpuReserve = "cpu_reserve"
        case sharedMemory = "shared_memory"
        case displayName = "display_name"
    }
}

/// A change of a server; every field may be absent, and then stays as it is.
package struct ServerEdit: Hashable, Sendable, Codable {
    package var name: String?
    /// Empty: none.
    package var displayName: String?
    package var profile: String?
    package var cpu: Double?
    package var cpuReserve: Double?
    package var memory: MemorySize?
    package var sharedMemory: MemorySize?

    package init(
        name: String? = nil, displayName: String? = nil, profile: String? = nil, cpu: Double? = nil,
        cpuReserve: Double? = nil, memory: MemorySize? = nil, sharedMemory: MemorySize? = nil
    ) {
        self.name = name
        self.displayName = displayName
        self.profile = profile
        self.cpu = cpu
        self.cpuReserve = cpuReserve
        self.memory = memory
        self.sharedMemory = sharedMemory
    }

    private enum CodingKeys: String, CodingKey {
        case name, profile, cpu, memory
        case cpuReserve = "cpu_reserve"
        case sharedMemory = "shared_memory"
        case displayName = "display_name"
    }
}

/// `DELETE` of a server; the body may be empty.
package struct StopRequest: Hashable, Sendable, Codable {
    /// Remove it once it has stopped.
    package var remove: Bool

    package init(remove: Bool) { self.remove = remove }
}

/// An amount of memory as a client may write it: `8589934592` or `"8G"`. Answers always have the number.
package enum MemorySize: Hashable, Sendable, Codable {
    case bytes(Int64)
    case text(String)

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let count = try? container.decode(Int64.self) {
            self = .bytes(count)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .bytes(let count): try container.encode(count)
        case .text(let text): try container.encode(text)
        }
    }
}
