/// Decides for every launch that waits whether it starts now, and where, or what it waits for. Pure: the same input, the
/// same plan.
///
/// Order. Whoever has waited longer than the patience comes first, by arrival. Then those who are within what is kept for
/// their group. Then everybody else. Both are fair between users: next is who holds the least (by the larger share of cores
/// or memory), then who came first, so that one user's launches are taken as they came.
///
/// Overtaking. A launch that has no room does not hold up those after it that have, until its patience ends. From then on
/// nothing that came later is admitted to the node that it waits for, nor to GPUs that it could use. A launch within the
/// guarantee of another group passes all the same: it takes only what the waiting one could never have had.
///
/// Bound. Let no server live longer than L, all of its restarts together. Then the launch that has waited longest, once its
/// patience is over, is admitted within L, as its node empties and nobody else enters it; within 2 L where servers have
/// GPUs, as it waits for those first. One that has k older ones before it then waits at most its patience and (k + 1) times
/// that.
package func planAdmission(
    of waiting: [Demand], held: [Holding], on terms: AdmissionTerms, at now: Timestamp
) -> AdmissionPlan {
    var queue = AdmissionQueue(held: held, on: terms, at: now)
    return queue.plan(waiting)
}

/// The state of one plan while it is made.
struct AdmissionQueue {
    private let terms: AdmissionTerms
    private let now: Timestamp
    private let whole: Room
    private(set) var nodes: [NodeLedger]
    private var held: [UserName: Room] = [:]
    /// By node: the launch that it is kept for.
    private var claims: [Demand?]
    private var claimedDevices: Set<String> = []
    /// By group: the most that could ever be admitted, for each node.
    private var largest: [String?: [Room]] = [:]

    init(held: [Holding], on terms: AdmissionTerms, at now: Timestamp) {
        self.terms = terms
        self.now = now
        whole = terms.nodes.reduce(Room.none) { $0 + $1.allocatable }
        nodes = terms.emptyLedgers()
        claims = nodes.map { _ in nil }
        for holding in held {
            self.held[holding.owner, default: .none] = self.held[holding.owner, default: .none] + holding.room
            guard let index = nodes.firstIndex(where: { $0.id == holding.node }) else { continue }
            nodes[index].take(holding.room, for: holding.group, gpus: holding.gpus)
        }
    }

    mutating func plan(_ waiting: [Demand]) -> AdmissionPlan {
        var plan = AdmissionPlan()
        var order = waiting.indices.map { rank($0, waiting[$0]) }
        order.sort { Self.precedes($0, $1, waiting) }
        var (next, position) = (0, 0)
        while next < order.count {
            let rank = order[next]
            let demand = waiting[rank.index]
            next += 1
            if let (index, gpus) = place(for: demand) {
                plan.verdicts[demand.server] = .admitted(nodes[index].id, gpus: gpus)
                take(demand, on: index, gpus)
                rerank(&order[next...], of: demand, waiting)
            } else if let reason = neverFits(demand) {
                plan.verdicts[demand.server] = .neverFits(reason)
            } else {
                position += 1
                let shortage = shortage(of: demand)
                if rank.isLate { claim(for: demand, shortage) }
                plan.verdicts[demand.server] = .waits(
                    QueuePlace(position: position, length: 0, tier: rank.tier, shortage: shortage))
            }
        }
        return plan.counted(position)
    }

    private mutating func neverFits(_ demand: Demand) -> NeverFits? {
        terms.neverFits(demand.room, gpus: demand.gpus, largest: mostRoom(for: demand.group))
    }

    /// Where a launch has room now; of several nodes the fullest, so that a large one finds room, too.
    private func place(for demand: Demand) -> (Int, [String])? {
        guard terms.drain == nil else { return nil }
        var best: (index: Int, gpus: [String])?
        for index in nodes.indices where mayEnter(index, demand) {
            guard nodes[index].room(for: demand.group).covers(demand.room),
                let gpus = nodes[index].devices(of: demand.gpus, except: claimedDevices)
            else { continue }
            if let best, nodes[best.index].free.memory <= nodes[index].free.memory { continue }
            best = (index, gpus)
        }
        return best
    }

    private func mayEnter(_ index: Int, _ demand: Demand) -> Bool {
        guard let claim = claims[index] else { return true }
        return claim.group != demand.group && nodes[index].isGuaranteed(demand.room, for: demand.group)
    }

    private mutating func take(_ demand: Demand, on index: Int, _ gpus: [String]) {
        nodes[index].take(demand.room, for: demand.group, gpus: gpus)
        held[demand.owner, default: .none] = held[demand.owner, default: .none] + demand.room
    }

    /// Keeps what `demand` waits for from those after it: GPUs first where it lacks those, else the largest node that it
    /// could be on, which is the same one each time.
    private mutating func claim(for demand: Demand, _ shortage: Shortage) {
        if let pool = demand.gpus { claimedDevices.formUnion(pool.devices) }
        if case .gpus = shortage { return }
        let room = mostRoom(for: demand.group)
        let possible = nodes.indices.filter { room[$0].covers(demand.room) }
        let node = possible.max {
            (nodes[$0].total.memory, nodes[$1].id.value) < (nodes[$1].total.memory, nodes[$0].id.value)
        }
        if let node, claims[node] == nil { claims[node] = demand }
    }

    private func shortage(of demand: Demand) -> Shortage {
        if let drain = terms.drain { return .drained(drain.message) }
        if let pool = demand.gpus, !nodes.contains(where: { $0.devices(of: pool, except: claimedDevices) != nil }) {
            let free = nodes.map { $0.freeDevices(of: pool, except: claimedDevices).count }.max() ?? 0
            return .gpus(needs: pool.count, free: free)
        }
        return lack(of: demand.room, for: demand.group, on: nodes) ?? .turn
    }

    /// What `room` lacks on the best of `nodes`; nil where one has it.
    private func lack(of room: Room, for group: String?, on nodes: [NodeLedger]) -> Shortage? {
        let free = nodes.map { $0.room(for: group).atLeastNone }
        guard !free.contains(where: { $0.covers(room) }), let best = free.max(by: { $0.memory < $1.memory }) else {
            return nil
        }
        return best.memory < room.memory
            ? .memory(needs: room.memory, free: best.memory) : .cpu(needs: room.cpu, free: best.cpu)
    }

    private mutating func mostRoom(for group: String?) -> [Room] {
        if let known = largest[group] { return known }
        let room = nodes.map { $0.largest(for: group) }
        largest[group] = room
        return room
    }
}

// MARK: Order

extension AdmissionQueue {
    /// What the order of launches is made of.
    struct Rank {
        let index: Int
        let isLate: Bool
        let tier: QueuePlace.Tier
        let share: Double
        let since: Timestamp
    }

    private func rank(_ index: Int, _ demand: Demand) -> Rank {
        let isGuaranteed =
            demand.group != nil && nodes.contains { $0.isGuaranteed(demand.room, for: demand.group) }
        return Rank(
            index: index, isLate: now - demand.since >= terms.policy.patience,
            tier: isGuaranteed ? .guaranteed : .flexible, share: held[demand.owner]?.dominantShare(of: whole) ?? 0,
            since: demand.since)
    }

    /// Has the order follow an admission: its owner holds more now, and its group has less kept for it.
    private func rerank(_ rest: inout ArraySlice<Rank>, of admitted: Demand, _ waiting: [Demand]) {
        var isChanged = false
        for place in rest.indices where !rest[place].isLate {
            let index = rest[place].index
            let isColleague = waiting[index].group != nil && waiting[index].group == admitted.group
            guard isColleague || waiting[index].owner == admitted.owner else { continue }
            rest[place] = rank(index, waiting[index])
            isChanged = true
        }
        if isChanged { rest.sort { Self.precedes($0, $1, waiting) } }
    }

    private static func precedes(_ one: Rank, _ other: Rank, _ waiting: [Demand]) -> Bool {
        if one.isLate != other.isLate { return one.isLate }
        if !one.isLate {
            if one.tier != other.tier { return one.tier == .guaranteed }
            if one.share != other.share { return one.share < other.share }
        }
        if one.since != other.since { return one.since < other.since }
        return waiting[one.index].server.value < waiting[other.index].server.value
    }
}

// MARK: Servers that run

extension AdmissionTerms {
    /// What keeps a running server from taking `target` instead of what it holds, or one that does not run from being
    /// admitted at once; nil when there is room for it. What launches that waited longer are kept is no room.
    package func shortage(
        for target: Room, of existing: TrackedServer?, beside unfinished: [TrackedServer], at now: Timestamp
    ) -> Shortage? {
        var queue = AdmissionQueue(held: unfinished.compactMap(holding), on: self, at: now)
        _ = queue.plan(unfinished.compactMap(demand))
        let holding = existing.flatMap(holding)
        let growth = (target - (holding?.room ?? .none)).atLeastNone
        return queue.shortage(
            ofGrowth: growth, to: target, on: holding?.node,
            for: group(of: existing?.server.spec?.identity.groups ?? []))
    }

    /// The plan for servers as they are now.
    package func plan(for unfinished: [TrackedServer], at now: Timestamp) -> AdmissionPlan {
        planAdmission(of: unfinished.compactMap(demand), held: unfinished.compactMap(holding), on: self, at: now)
    }
}

extension AdmissionQueue {
    /// What `growth` lacks on `node`, or on the best of all when nil; told as what `target` needs and could have.
    fileprivate func shortage(ofGrowth growth: Room, to target: Room, on node: NodeID?, for group: String?) -> Shortage?
    {
        let possible = nodes.indices.filter { node == nil || nodes[$0].id == node }
        if growth == .none { return nil }
        let open = possible.filter { index in
            guard let claim = claims[index] else { return true }
            return claim.group != group && nodes[index].isGuaranteed(growth, for: group)
        }
        guard let lack = lack(of: growth, for: group, on: possible.map { nodes[$0] }) else {
            let fits = open.contains { nodes[$0].room(for: group).covers(growth) }
            return fits ? nil : .turn
        }
        switch lack {
        case .memory(let needs, let free):
            let present = target.memory.count - needs.count
            return .memory(needs: target.memory, free: Bytes(free.count + present))
        case .cpu(let needs, let free):
            let present = target.cpu.thousandths - needs.thousandths
            return .cpu(needs: target.cpu, free: Cores(thousandths: free.thousandths + present))
        case .gpus, .turn, .drained: return lack
        }
    }
}

extension AdmissionPlan {
    /// With how many wait in all in each place.
    fileprivate func counted(_ length: Int) -> AdmissionPlan {
        var plan = self
        plan.verdicts = verdicts.mapValues { verdict in
            guard case .waits(var place) = verdict else { return verdict }
            place.length = length
            return .waits(place)
        }
        return plan
    }
}
