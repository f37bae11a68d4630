/// `GET /hub/api/capacity`: what there is, what of it is reserved, and who waits for it.
package struct CapacityModel: Hashable, Sendable, Codable {
    package var nodes: [NodeCapacityModel]
    /// In the order of their places.
    package var queue: [WaitingModel]
    /// Why no launch is taken, in an admin's words; null while they are.
    @OrNull package var draining: String?

    package init(nodes: [NodeCapacityModel], queue: [WaitingModel], draining: String?) {
        self.nodes = nodes
        self.queue = queue
        self.draining = draining
    }
}

/// Cores and memory in bytes.
package struct AmountModel: Hashable, Sendable, Codable {
    package var cpu: Double
    package var memory: Int64

    package init(cpu: Double, memory: Int64) {
        self.cpu = cpu
        self.memory = memory
    }
}

/// One node.
package struct NodeCapacityModel: Hashable, Sendable, Codable {
    package var node: String
    /// What the machine has.
    package var host: AmountModel
    /// What of it may be promised: less the operator's reserve, times the over-commit factors.
    package var total: AmountModel
    /// Promised to servers that run or start.
    package var reserved: AmountModel
    package var free: AmountModel
    /// In use as measured; null where it is not.
    @OrNull package var used: AmountModel?
    package var overcommit: OvercommitModel
    package var gpus: [GPUModel]

    package init(
        node: String, host: AmountModel, total: AmountModel, reserved: AmountModel, free: AmountModel,
        used: AmountModel?, overcommit: OvercommitModel, gpus: [GPUModel]
    ) {
        self.node = node
        self.host = host
        self.total = total
        self.reserved = reserved
        self.free = free
        self.used = used
        self.overcommit = overcommit
        self.gpus = gpus
    }
}

/// How often each core and each byte is promised.
package struct OvercommitModel: Hashable, Sendable, Codable {
    package var cpu: Double
    package var memory: Double

    package init(cpu: Double, memory: Double) {
        self.cpu = cpu
        self.memory = memory
    }
}

/// A GPU, which is one server's alone.
package struct GPUModel: Hashable, Sendable, Codable {
    package var id: String
    package var held: Bool
    /// Who holds it, `ada/gpu`; null where it is free or the asker may not see the server.
    @OrNull package var server: String?

    package init(id: String, held: Bool, server: String?) {
        self.id = id
        self.held = held
        self.server = server
    }
}

/// Where a launch stands in the queue, and for what it waits.
package struct QueueModel: Hashable, Sendable, Codable {
    /// From 1.
    package var position: Int
    /// How many wait in all.
    package var length: Int
    /// `memory`, `cpu`, `gpus`, or `turn`: what is free is kept for others who have waited longer. Expect it to grow.
    package var waitsFor: String
    /// The same for people, with figures.
    package var reason: String
    /// `guaranteed` within what is kept for its group, else `flexible`.
    package var tier: String
    /// How many seconds it may take from here, as servers have been ending lately; null when that is not known.
    @OrNull package var estimate: Int?

    package init(position: Int, length: Int, waitsFor: String, reason: String, tier: String, estimate: Int?) {
        self.position = position
        self.length = length
        self.waitsFor = waitsFor
        self.reason = reason
        self.tier = tier
        self.estimate = estimate
    }

    private enum CodingKeys: String, CodingKey {
        case position, length, reason, tier, estimate
        case waitsFor = "waits_for"
    }
}

/// A launch that waits.
package struct WaitingModel: Hashable, Sendable, Codable {
    /// `ada/gpu`; null where the asker may not see it.
    @OrNull package var server: String?
    package var needs: AmountModel
    package var gpus: Int
    /// When it was asked for.
    package var since: String
    package var queue: QueueModel

    package init(server: String?, needs: AmountModel, gpus: Int, since: String, queue: QueueModel) {
        self.server = server
        self.needs = needs
        self.gpus = gpus
        self.since = since
        self.queue = queue
    }
}
