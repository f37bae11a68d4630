/// What is remembered of the processes of one server that the kernel killed for memory: how many were told of, and the last.
package struct MemoryRecord: Hashable, Sendable, Codable {
    package let generation: Int
    /// The run that is counted: another one counts from 0 again.
    package let run: ContainerRun
    /// How many the kernel had counted in that run when it was last told of.
    package let kills: Int
    /// Deaths of kernels up to here were told of, or were not of memory.
    package let toldUntil: Timestamp
    /// The last hint of the engine's that was told of, by its clock.
    package let lastHint: Timestamp?
    package var last: OutOfMemory

    package init(
        generation: Int, run: ContainerRun, kills: Int, toldUntil: Timestamp, lastHint: Timestamp?, last: OutOfMemory
    ) {
        self.generation = generation
        self.run = run
        self.kills = kills
        self.toldUntil = toldUntil
        self.lastHint = lastHint
        self.last = last
    }
}

/// One run of a container, from a start to its end.
package struct ContainerRun: Hashable, Sendable, Codable {
    package let container: ContainerID
    /// By the engine's clock.
    package let startedAt: Timestamp

    package init(container: ContainerID, startedAt: Timestamp) {
        self.container = container
        self.startedAt = startedAt
    }
}

/// A change of what is remembered, with the event that tells of it.
package struct MemoryNote: Hashable, Sendable {
    package let record: MemoryRecord
    package let event: NewEvent?

    package init(_ record: MemoryRecord, event: NewEvent? = nil) {
        self.record = record
        self.event = event
    }
}

extension ObservedContainer {
    /// Its present run; nil while it does not run.
    package var run: ContainerRun? {
        switch state {
        case .running, .paused: startedAt.map { ContainerRun(container: id, startedAt: $0) }
        case .created, .restarting, .removing, .exited, .dead, .unknown: nil
        }
    }
}

extension TrackedServer {
    /// What was last killed for memory in the present generation.
    package var outOfMemory: OutOfMemory? {
        memory.flatMap { $0.generation == server.generation ? $0.last : nil }
    }

    /// What is remembered of a container's present run.
    package func memory(of container: ObservedContainer) -> MemoryRecord? {
        memory.flatMap { $0.run == container.run ? $0 : nil }
    }

    /// The hints that were not told of.
    package func untold(_ hints: [Timestamp], in container: ObservedContainer) -> [Timestamp] {
        guard let last = memory(of: container)?.lastHint else { return hints }
        return hints.filter { $0 > last }
    }

    /// How many processes were killed for memory in a container and not told of. The kernel's count is the truth; where it
    /// cannot be read, each hint is one.
    package func untoldKills(in container: ObservedContainer, hints: [Timestamp]) -> Int {
        guard container.generation == server.generation, container.run != nil else { return 0 }
        guard let counted = container.memoryKills else { return untold(hints, in: container).count }
        return max(0, counted - (memory(of: container)?.kills ?? 0))
    }
}
