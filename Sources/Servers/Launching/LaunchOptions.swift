/// What a launch asks for: a profile by id and resources within its ceiling. Never an image, a mount or a host setting.
package struct LaunchOptions: Hashable, Sendable, Codable {
    package var profile: ProfileID?
    /// The burst limit asked for.
    package var cpu: Cores?
    /// The reserve asked for; without one it is the profile's. Never more than the burst.
    package var reserve: Cores?
    package var memory: Bytes?
    /// The size of `/dev/shm`; without one it is the profile's. Never more than the memory.
    package var sharedMemory: Bytes?
    /// Whether the user's own packages and their Jupyter, IPython and R configuration are left out, this once.
    package var clean: Bool

    package init(
        profile: ProfileID? = nil, cpu: Cores? = nil, reserve: Cores? = nil, memory: Bytes? = nil,
        sharedMemory: Bytes? = nil, clean: Bool = false
    ) {
        self.profile = profile
        self.cpu = cpu
        self.reserve = reserve
        self.memory = memory
        self.sharedMemory = sharedMemory
        self.clean = clean
    }

    /// These options where something is asked for, else `last`. Naming a profile begins afresh with that profile's own
    /// resources; without one, what is not named stays as it was. A clean
    /// launch is one that asks for it, whatever the last one was.
    package func following(_ last: LaunchOptions) -> LaunchOptions {
        guard profile == nil else { return self }
        return LaunchOptions(
            profile: last.profile, cpu: cpu ?? last.cpu, reserve: reserve ?? last.reserve,
            memory: memory ?? last.memory, sharedMemory: sharedMemory ?? last.sharedMemory, clean: clean)
    }

    /// Reads what earlier versions stored, too: a launch stored without `clean` was not a clean one.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        profile = try container.decodeIfPresent(ProfileID.self, forKey: .profile)
        cpu = try container.decodeIfPresent(Cores.self, forKey: .cpu)
        reserve = try container.decodeIfPresent(Cores.self, forKey: .reserve)
        memory = try container.decodeIfPresent(Bytes.self, forKey: .memory)
        sharedMemory = try container.decodeIfPresent(Bytes.self, forKey: .sharedMemory)
        clean = try container.decodeIfPresent(Bool.self, forKey: .clean) ?? false
    }

    private enum CodingKeys: String, CodingKey { case profile, cpu, reserve, memory, sharedMemory, clean }

    /// The resources that these options mean in `profile` on `host`; throws `InvalidValue` naming the ceiling that was met.
    package func resources(in profile: Profile, on host: HostCapacity) throws(InvalidValue) -> Resources {
        let ceiling = profile.ceiling.within(host)
        var resources = profile.resources
        resources.cpu.burst = min(resources.cpu.burst, ceiling.cpu)
        resources.memory = min(resources.memory, ceiling.memory)
        if let cpu {
            guard cpu <= ceiling.cpu else {
                throw InvalidValue(
                    field: "cpu", value: "\(cpu)",
                    expected: "at most \(ceiling.cpu.words), the ceiling of profile \(profile.id) here")
            }
            resources.cpu.burst = cpu
        }
        if let memory {
            guard memory >= Self.leastMemory else {
                throw InvalidValue(
                    field: "memory", value: "\(memory)", expected: "at least \(Self.leastMemory), which Jupyter needs")
            }
            guard memory <= ceiling.memory else {
                throw InvalidValue(
                    field: "memory", value: "\(memory)",
                    expected: "at most \(ceiling.memory), the ceiling of profile \(profile.id) here")
            }
            resources.memory = memory
        }
        if let reserve {
            guard reserve <= ceiling.cpu else {
                throw InvalidValue(
                    field: "cpu_reserve", value: "\(reserve)",
                    expected: "at most \(ceiling.cpu.words), the ceiling of profile \(profile.id) here")
            }
            resources.cpu.reserve = reserve
        }
        resources.cpu.reserve = min(resources.cpu.reserve, resources.cpu.burst)
        resources.sharedMemory = min(sharedMemory ?? resources.sharedMemory, resources.memory)
        return resources
    }

    /// Throws `InvalidValue` when `resources`, which these options came to, have less of something than these name.
    package func requireGiven(_ resources: Resources) throws(InvalidValue) {
        if let reserve, reserve > resources.cpu.reserve {
            throw InvalidValue(
                field: "cpu_reserve", value: "\(reserve)",
                expected: "at most \(resources.cpu.burst.words), the most that it gets")
        }
        if let sharedMemory, sharedMemory > resources.sharedMemory {
            throw InvalidValue(
                field: "shared_memory", value: "\(sharedMemory)",
                expected: "at most \(resources.memory), its memory, which this is part of")
        }
    }

    /// JupyterLab and one kernel hold about 160 MiB; below this nothing useful starts.
    static let leastMemory = Bytes.mebibytes(256)
}
