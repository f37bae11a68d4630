/// Cores and memory that are asked for, or given, above a profile's ceiling; nil where no more than that.
package struct GrantSize: Hashable, Sendable, Codable {
    /// The hard limit.
    package var cpu: Cores?
    package var memory: Bytes?

    package init(cpu: Cores? = nil, memory: Bytes? = nil) {
        self.cpu = cpu
        self.memory = memory
    }

    package var isEmpty: Bool { cpu == nil && memory == nil }

    /// Whether any of it is more than `ceiling`.
    package func exceeds(_ ceiling: Ceiling) -> Bool {
        (cpu ?? ceiling.cpu) > ceiling.cpu || (memory ?? ceiling.memory) > ceiling.memory
    }

    /// Whether it is enough for `asked` where what it does not name is `ceiling`.
    package func covers(_ asked: GrantSize, above ceiling: Ceiling) -> Bool { !asked.exceeds(ceiling.raised(to: self)) }
}

extension GrantSize: CustomStringConvertible {
    /// `16 cores, 64 GiB`.
    package var description: String {
        [cpu.map(\.words), memory.map { "\($0)" }].compactMap(\.self).joined(separator: ", ")
    }
}

extension Ceiling {
    /// The higher of each.
    package func raised(to size: GrantSize) -> Ceiling {
        Ceiling(cpu: max(cpu, size.cpu ?? cpu), memory: max(memory, size.memory ?? memory))
    }
}
