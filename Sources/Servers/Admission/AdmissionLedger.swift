/// What is free of one node while a plan is made.
struct NodeLedger {
    let id: NodeID
    let total: Room
    private(set) var free: Room
    /// What of each guarantee is on this node.
    private let guarantees: [String: Room]
    private var used: [String: Room] = [:]
    /// What is kept for groups and not used by them, in all.
    private var withheld = Room.none
    private(set) var devices: Set<String> = []

    init(_ capacity: NodeCapacity, guarantees: [String: Room]) {
        id = capacity.node
        total = capacity.allocatable
        free = total
        self.guarantees = guarantees
        for room in guarantees.values { withheld = withheld + room }
    }

    /// What a launch of `group` may use: all that is free but what is kept for other groups. May be less than nothing.
    func room(for group: String?) -> Room {
        guard !guarantees.isEmpty else { return free }
        return free - withheld + unused(group)
    }

    /// Whether `room` for `group` is within what is kept for it: then nobody else has less for it.
    func isGuaranteed(_ room: Room, for group: String?) -> Bool { group != nil && unused(group).covers(room) }

    /// The most that a launch of `group` could use if nothing else ran.
    func largest(for group: String?) -> Room {
        var others = Room.none
        for (name, room) in guarantees where name != group { others = others + room }
        return (total - others).atLeastNone
    }

    /// The first devices of `pool` that are free; nil when too few are, none where there is no pool.
    func devices(of pool: GPUPool?, except claimed: Set<String>) -> [String]? {
        guard let pool else { return [] }
        let found = freeDevices(of: pool, except: claimed).prefix(pool.count)
        return found.count == pool.count ? Array(found) : nil
    }

    func freeDevices(of pool: GPUPool, except claimed: Set<String>) -> [String] {
        pool.devices.filter { !devices.contains($0) && !claimed.contains($0) }
    }

    mutating func take(_ room: Room, for group: String?, gpus: [String]) {
        free = free - room
        if !gpus.isEmpty { devices.formUnion(gpus) }
        guard let group, guarantees[group] != nil else { return }
        let before = unused(group)
        used[group, default: .none] = used[group, default: .none] + room
        withheld = withheld - before + unused(group)
    }

    private func unused(_ group: String?) -> Room {
        guard let group, let kept = guarantees[group] else { return .none }
        return (kept - used[group, default: .none]).atLeastNone
    }
}

extension AdmissionTerms {
    /// Each node with nothing on it. A guarantee is spread over the nodes by what they have; one of more than all is of all.
    func emptyLedgers() -> [NodeLedger] {
        let whole = nodes.reduce(Room.none) { $0 + $1.allocatable }
        return nodes.map { node in
            NodeLedger(
                node, guarantees: guarantees.mapValues { $0.room.atMost(whole).share(node.allocatable, of: whole) })
        }
    }

    /// What keeps a server of `room` and `pool` from ever being admitted; nil when one day it can be.
    package func neverFits(_ room: Room, gpus pool: GPUPool? = nil, groups: [String]) -> NeverFits? {
        neverFits(room, gpus: pool, largest: emptyLedgers().map { $0.largest(for: group(of: groups)) })
    }

    func neverFits(_ room: Room, gpus pool: GPUPool?, largest: [Room]) -> NeverFits? {
        if let pool, pool.devices.count < pool.count {
            return NeverFits(field: "gpus", value: "\(pool.count)", largest: "\(pool.devices.count)")
        }
        guard !largest.isEmpty, !largest.contains(where: { $0.covers(room) }) else { return nil }
        let memory = largest.filter { $0.cpu >= room.cpu }.map(\.memory).max()
        if let memory { return NeverFits(field: "memory", value: "\(room.memory)", largest: "\(memory)") }
        let cpu = largest.map(\.cpu).max() ?? Room.none.cpu
        return NeverFits(field: "cpu", value: "\(room.cpu) reserved cores", largest: "\(cpu)")
    }
}
