/// An amount of what admission counts: reserved cores, and memory. May be less than nothing where more was promised than
/// there is.
package struct Room: Hashable, Sendable {
    package var cpu: Cores
    package var memory: Bytes

    package init(cpu: Cores, memory: Bytes) {
        self.cpu = cpu
        self.memory = memory
    }

    /// What a server with `resources` takes: its cpu reserve, and its memory limit.
    package init(_ resources: Resources) {
        self.init(cpu: resources.cpu.reserve, memory: resources.memory)
    }

    package static let none = Room(cpu: Cores(thousandths: 0), memory: Bytes(0))

    /// Whether all of `other` has a place in it.
    package func covers(_ other: Room) -> Bool { cpu >= other.cpu && memory >= other.memory }

    /// The same, and nothing where it is less.
    package var atLeastNone: Room { Room(cpu: max(cpu, Self.none.cpu), memory: max(memory, Self.none.memory)) }

    /// The smaller of each of the two.
    func atMost(_ other: Room) -> Room { Room(cpu: min(cpu, other.cpu), memory: min(memory, other.memory)) }

    package static func + (left: Room, right: Room) -> Room {
        Room(
            cpu: Cores(thousandths: left.cpu.thousandths + right.cpu.thousandths),
            memory: Bytes(left.memory.count + right.memory.count))
    }

    package static func - (left: Room, right: Room) -> Room {
        Room(
            cpu: Cores(thousandths: left.cpu.thousandths - right.cpu.thousandths),
            memory: Bytes(left.memory.count - right.memory.count))
    }

    /// The part of it that `part` is of `whole`, for each of the two, rounded down. It must not be more than `whole`.
    func share(_ part: Room, of whole: Room) -> Room {
        Room(
            cpu: Cores(thousandths: Int(Double(cpu.thousandths) * part.cpu.fraction(of: whole.cpu))),
            memory: Bytes(Int64(Double(memory.count) * part.memory.fraction(of: whole.memory))))
    }

    /// The larger of the two parts that it is of `whole`: the dominant share.
    func dominantShare(of whole: Room) -> Double {
        max(cpu.fraction(of: whole.cpu), memory.fraction(of: whole.memory))
    }
}

extension Cores {
    fileprivate func fraction(of whole: Cores) -> Double {
        whole.thousandths > 0 ? Double(thousandths) / Double(whole.thousandths) : 0
    }
}

extension Bytes {
    fileprivate func fraction(of whole: Bytes) -> Double {
        whole.count > 0 ? Double(count) / Double(whole.count) : 0
    }
}
