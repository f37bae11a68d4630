// A change of launch options as it concerns a server that runs.

extension LaunchOptionsEdit {
    /// Whether it changes what can change while a server runs.
    package var isLive: Bool { cpu != .keep || reserve != .keep || memory != .keep }

    /// Whether it changes what only a start can.
    package var isForNextStart: Bool { profile != .keep || sharedMemory != .keep }

    /// The values that are set, alone.
    package var named: LaunchOptions {
        LaunchOptions(
            profile: profile.value, cpu: cpu.value, reserve: reserve.value, memory: memory.value,
            sharedMemory: sharedMemory.value)
    }

    /// `size` with the change made.
    package func applied(to size: LaunchSize) -> LaunchSize {
        LaunchSize(
            cpu: cpu.applied(to: size.cpu), reserve: reserve.applied(to: size.reserve),
            memory: memory.applied(to: size.memory))
    }

    /// What a server that has `present` is to have. `size` is its own with the change made. What the change does not name
    /// stays as it is; a reserve that was never asked for follows the profile's, as in a launch.
    ///
    /// Throws `InvalidValue` naming the ceiling of `profile` that was met, or a reserve above the burst.
    package func target(
        from present: Resources, size: LaunchSize, in profile: Profile, on host: HostCapacity
    ) throws(InvalidValue) -> Resources {
        // Whether the machine has it is another question than whether the profile allows it.
        let allowed = try named.resources(in: profile, on: HostCapacity(of: profile.ceiling))
        var target = present
        if cpu != .keep { target.cpu.burst = cpu.value ?? min(allowed.cpu.burst, host.cpu) }
        if memory != .keep { target.memory = memory.value ?? min(allowed.memory, host.memory) }
        if cpu != .keep || reserve != .keep {
            target.cpu.reserve = min(size.reserve ?? profile.resources.cpu.reserve, target.cpu.burst)
        }
        try LaunchOptions(reserve: reserve.value).requireGiven(target)
        return target
    }
}

extension LaunchOptionsEdit.Field {
    /// What is set; nil when it is kept or set to the default.
    fileprivate var value: Value? {
        switch self {
        case .keep: nil
        case .set(let new): new
        }
    }
}

extension HostCapacity {
    /// A machine that has all that a ceiling allows.
    fileprivate init(of ceiling: Ceiling) { self.init(cpu: ceiling.cpu, memory: ceiling.memory) }
}
