/// What a filter can ask of a server, and a list can be sorted by; the raw value is its name there.
package enum FleetKey: String, Hashable, Sendable, CaseIterable {
    case owner
    /// Any of its owner's.
    case group
    case name
    /// Owner and name: `ada/`, `ada/gpu`.
    case server
    case profile
    /// Its phase, or the word that people are shown.
    case phase
    /// Why it ended: `reapedIdle`.
    case reason
    /// How long it has been in its phase.
    case since
    /// How long nothing went on in it, while it is started.
    case idle
    /// How long ago it was launched, until it has ended.
    case age
    /// The most cores and memory it may use.
    case cpu
    case memory
    /// The memory it uses: bytes, or percent of the most it may.
    case used
    /// The cores it uses: a number, or percent of the most it may.
    case load
    /// Its image, or the image's id.
    case image
    case node
    /// What its idle policy says: `keep`, `warn`, `reap`.
    case verdict
    /// Whether it answers, while it is started: `yes`, `no`.
    case healthy

    /// What is written after it.
    enum Kind {
        /// Any text, in which `*` stands for any letters.
        case text
        /// One of these words.
        case word([String])
        case duration
        case cores
        case bytes
    }

    var kind: Kind {
        switch self {
        case .owner, .group, .name, .server, .profile, .image, .node: .text
        case .phase: .word(Phase.allCases.map(\.rawValue) + ShownPhase.allCases.map(\.rawValue))
        case .reason: .word(FinishReason.codes)
        case .verdict: .word(ReapVerdict.Action.allCases.map(\.rawValue))
        case .healthy: .word(["yes", "no"])
        case .since, .idle, .age: .duration
        case .cpu, .load: .cores
        case .memory, .used: .bytes
        }
    }

    /// Whether what it asks for changes by itself, so that two servers never have just the same: there `=` is of no use.
    var isMeasured: Bool {
        switch self {
        case .since, .idle, .age, .used, .load: true
        case .owner, .group, .name, .server, .profile, .phase, .reason, .cpu, .memory, .image, .node, .verdict,
            .healthy:
            false
        }
    }

    /// Whether it can be written in percent of what the server may use.
    var hasShare: Bool { self == .used || self == .load }

    /// The key of this name. Throws `InvalidValue` for `field`, which names the one that was meant.
    init(_ name: String, field: String, in text: String) throws(InvalidValue) {
        if let key = FleetKey(rawValue: name.lowercased()) {
            self = key
            return
        }
        throw InvalidValue(field: field, value: text, word: name, among: Self.allCases.map(\.rawValue))
    }
}
