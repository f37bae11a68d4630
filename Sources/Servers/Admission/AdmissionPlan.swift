/// What becomes of each launch that waits, at one moment.
package struct AdmissionPlan: Hashable, Sendable {
    package enum Verdict: Hashable, Sendable {
        case admitted(NodeID, gpus: [String])
        case waits(QueuePlace)
        /// What it asks for is more than any node will ever have free.
        case neverFits(NeverFits)
    }

    package var verdicts: [ServerID: Verdict] = [:]

    package init() {}

    package var admitted: [ServerID] {
        verdicts.filter { if case .admitted = $0.value { true } else { false } }.map(\.key)
    }

    package var neverFitting: [ServerID] {
        verdicts.filter { if case .neverFits = $0.value { true } else { false } }.map(\.key)
    }

    package var places: [ServerID: QueuePlace] {
        verdicts.compactMapValues { if case .waits(let place) = $0 { place } else { nil } }
    }
}

/// Where a launch stands in the queue, and for what it waits.
package struct QueuePlace: Hashable, Sendable {
    /// From 1.
    package let position: Int
    /// How many wait in all.
    package var length: Int
    package let tier: Tier
    package let shortage: Shortage

    package init(position: Int, length: Int, tier: Tier, shortage: Shortage) {
        self.position = position
        self.length = length
        self.tier = tier
        self.shortage = shortage
    }

    /// In Titus's words: whether it is within what is kept for its group.
    package enum Tier: String, Hashable, Sendable { case guaranteed, flexible }
}

/// What a launch lacks.
package enum Shortage: Hashable, Sendable {
    case memory(needs: Bytes, free: Bytes)
    case cpu(needs: Cores, free: Cores)
    case gpus(needs: Int, free: Int)
    /// There is room, and it is kept for launches that have waited longer.
    case turn
    /// No launch is taken now; why, in an admin's words.
    case drained(OperatorText)

    /// One word for programs.
    package var code: String {
        switch self {
        case .memory: "memory"
        case .cpu: "cpu"
        case .gpus: "gpus"
        case .turn: "turn"
        case .drained: "draining"
        }
    }
}

extension Shortage: CustomStringConvertible {
    /// For people: `memory: needs 4 GiB, 1.5 GiB is free`.
    package var description: String {
        switch self {
        case .memory(let needs, let free): "memory: needs \(needs), \(free) is free"
        case .cpu(let needs, let free): "cpu: needs \(needs) reserved cores, \(free) are free"
        case .gpus(let needs, let free): "GPUs: needs \(needs), \(free) are free"
        case .turn: "its turn: what is free is kept for launches that have waited longer"
        case .drained(let message): "the end of maintenance: \(message)"
        }
    }
}

/// Why a launch can never be admitted.
package struct NeverFits: Hashable, Sendable, CustomStringConvertible {
    /// `memory`, `cpu` or `gpus`.
    package let field: String
    package let value: String
    /// The most of it that would.
    package let largest: String

    package init(field: String, value: String, largest: String) {
        self.field = field
        self.value = value
        self.largest = largest
    }

    /// For people.
    package var description: String { "\(field): \(value) will never fit; the most that would is \(largest)" }
}
