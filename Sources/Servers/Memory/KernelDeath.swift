/// A kernel that was killed, as its server tells: what it says comes from a user's container.
package struct KernelDeath: Hashable, Sendable, Codable {
    /// The kernel's id, which it keeps when it is restarted.
    package let kernel: String
    /// The kernel specification's: `python3`.
    package let name: String
    /// The notebook, console or file that it ran, below Jupyter's root directory; nil when it had none.
    package let path: String?
    package let at: Timestamp
    /// Whether the kernel of the machine had counted an end of memory just then; nil where the server cannot see that.
    package let outOfMemory: Bool?

    package init(kernel: String, name: String, path: String?, at: Timestamp, outOfMemory: Bool?) {
        self.kernel = kernel
        self.name = name
        self.path = path
        self.at = at
        self.outOfMemory = outOfMemory
    }
}

/// What could be found out about a server's killed kernels.
package enum DeathReading: Hashable, Sendable {
    case known([KernelDeath])
    /// Its image does not tell, and never will.
    case untold
    /// Jupyter did not answer, or not in time; the text says why, in our own words.
    case unknown(String)

    package var deaths: [KernelDeath] {
        switch self {
        case .known(let deaths): deaths
        case .untold, .unknown: []
        }
    }
}

extension [KernelDeath] {
    /// How far apart an engine's hint and the death that it is of may be, where nothing else connects them.
    private static var nearness: Duration { .seconds(10) }

    /// Those that were of memory, `killed` processes having died of it since `told`. None when there are more than that:
    /// one of them was killed by hand, and an unknown process is better than a wrong name.
    package func ofMemory(killed: Int, after told: Timestamp?, hints: [Timestamp]) -> [KernelDeath] {
        let candidates = filter { death in
            if let told, death.at <= told { return false }
            return death.outOfMemory
                ?? hints.contains { $0 - Self.nearness <= death.at && death.at <= $0 + Self.nearness }
        }
        return candidates.count <= killed ? candidates : []
    }
}
