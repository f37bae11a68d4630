/// What one server counts for in quotas. Never stored: it is what an unfinished server holds, so that a launch that failed
/// or was killed has given back what it held, once, by having finished.
package struct QuotaCharge: Hashable, Sendable {
    package let id: ServerID
    package let server: ServerKey
    /// Its owner's groups when it was launched.
    package let groups: Set<String>
    package let cpu: Cores
    package let memory: Bytes

    package init(id: ServerID, server: ServerKey, groups: Set<String>, cpu: Cores, memory: Bytes) {
        self.id = id
        self.server = server
        self.groups = groups
        self.cpu = cpu
        self.memory = memory
    }

    /// What `tracked` holds; nil when its latest generation has finished or there never was one.
    package init?(_ tracked: TrackedServer) {
        let server = tracked.server
        guard let spec = server.spec, let held = tracked.reserved, server.generation > 0,
            tracked.current?.phase != .finished
        else { return nil }
        self.init(
            id: server.id, server: server.key, groups: Set(spec.identity.groups), cpu: held.cpu.burst,
            memory: held.memory)
    }

    /// In the measure's unit.
    package func amount(of measure: QuotaMeasure) -> Int64 {
        switch measure {
        case .servers: 1
        case .cpu: Int64(cpu.thousandths)
        case .memory: memory.count
        }
    }
}

/// A limit that would be exceeded.
package struct QuotaExcess: Error, Hashable, Sendable {
    package let limit: QuotaLimit
    /// What was asked for, in the limit's measure.
    package let asked: Int64
    /// What the other servers hold that count in it, the largest first.
    package let others: [QuotaCharge]

    package init(limit: QuotaLimit, asked: Int64, others: [QuotaCharge]) {
        self.limit = limit
        self.asked = asked
        self.others = others
    }

    /// What they hold together.
    package var held: Int64 { others.reduce(0) { $0 + $1.amount(of: limit.measure) } }
    /// The most that could be had now.
    package var left: Int64 { max(limit.most - held, 0) }
}

extension QuotaLimit {
    /// Those of `charges` that count in this limit of `owner`'s.
    package func counted(_ charges: [QuotaCharge], for owner: UserName) -> [QuotaCharge] {
        switch source {
        case .settings, .memberQuota: charges.filter { $0.server.owner == owner }
        case .groupQuota(let group): charges.filter { $0.groups.contains(group) }
        }
    }

    /// Whether `target` may be held beside `charges`; throws `QuotaExcess` when not. What it holds already, under the same
    /// id, is replaced; asking for no more than that is never refused, even where a limit was lowered since.
    package func check(_ target: QuotaCharge, beside charges: [QuotaCharge]) throws(QuotaExcess) {
        let asked = target.amount(of: measure)
        if let own = charges.first(where: { $0.id == target.id }), own.amount(of: measure) >= asked { return }
        let others = counted(charges, for: target.server.owner).filter { $0.id != target.id }
            .sorted { ($1.amount(of: measure), $0.server) < ($0.amount(of: measure), $1.server) }
        let excess = QuotaExcess(limit: self, asked: asked, others: others)
        guard excess.held + asked <= most else { throw excess }
    }
}
