import Control
import HubAPI
import Hummingbird
import Servers

/// What there is, and who waits for it.
struct CapacityRoutes {
    let useCases: UseCases

    func add(to router: Router<WebContext>) {
        router.get("/hub/api/capacity", use: capacity)
    }

    @Sendable private func capacity(_ request: Request, _ context: WebContext) async throws -> Response {
        try .json(CapacityModel(await useCases.readCapacity(by: context.requirePrincipal())))
    }
}

extension CapacityModel {
    init(_ report: ReadCapacity.Report) {
        self.init(
            nodes: report.nodes.map { NodeCapacityModel($0, report.policy) },
            queue: report.queue.map { waiting in
                WaitingModel(
                    server: waiting.server?.description, needs: AmountModel(waiting.demand.room),
                    gpus: waiting.demand.gpus?.count ?? 0, since: waiting.demand.since.description,
                    queue: QueueModel(waiting.entry))
            }, draining: report.drain?.message.value)
    }
}

extension NodeCapacityModel {
    fileprivate init(_ node: ReadCapacity.Node, _ policy: AdmissionPolicy) {
        let host = node.capacity.host
        self.init(
            node: node.capacity.node.value, host: AmountModel(cpu: host.cpu.number, memory: host.memory.count),
            total: AmountModel(node.capacity.allocatable), reserved: AmountModel(node.reserved),
            free: AmountModel(node.free),
            used: AmountModel(cpu: (node.used.cores * 100).rounded() / 100, memory: node.used.memory.count),
            overcommit: OvercommitModel(cpu: policy.overcommitCPU, memory: policy.overcommitMemory),
            gpus: node.gpus.map { GPUModel(id: $0.id, held: $0.isHeld, server: $0.holder?.description) })
    }
}

extension AmountModel {
    init(_ room: Room) { self.init(cpu: room.cpu.number, memory: room.memory.count) }
}

extension QueueModel {
    init(_ entry: QueueEntry) {
        let place = entry.place
        self.init(
            position: place.position, length: place.length, waitsFor: place.shortage.code,
            reason: place.shortage.description, tier: place.tier.rawValue,
            estimate: entry.estimate.map { Int($0.components.seconds) })
    }
}
