package import Accounts
package import Servers

/// Tells what there is, what of it is reserved, and who waits for it.
package struct ReadCapacity: Sendable {
    private let control: ControlContext

    init(_ control: ControlContext) { self.control = control }

    package struct Report: Sendable {
        package let policy: AdmissionPolicy
        package let nodes: [Node]
        /// In the order of their places.
        package let queue: [Waiting]
        /// While it is on no launch is taken.
        package let drain: Drain?
    }

    package struct Node: Sendable {
        package let capacity: NodeCapacity
        package let reserved: Room
        /// What the started servers use, as last read.
        package let used: Used
        package let gpus: [GPU]

        /// What is free; nothing where more is reserved than there is, as after memory was taken out.
        package var free: Room { (capacity.allocatable - reserved).atLeastNone }
    }

    package struct Used: Hashable, Sendable {
        package var cores = 0.0
        package var memory = Bytes(0)
    }

    package struct GPU: Sendable {
        package let id: String
        package let isHeld: Bool
        /// Who holds it, if the asker may know.
        package let holder: ServerKey?
    }

    package struct Waiting: Sendable {
        /// Nil where the asker may not know.
        package let server: ServerKey?
        package let demand: Demand
        package let entry: QueueEntry
    }

    /// For whoever is logged in; names only of servers that they may see. Throws `Refusal` 503 when the engine has never
    /// answered.
    package func callAsFunction(by principal: Principal) async throws -> Report {
        let terms = try await control.admissionTerms()
        let unfinished = try await control.servers.unfinished()
        let now = control.time.now()
        let keys = Dictionary(unfinished.map { ($0.server.id, $0.server.key) }) { first, _ in first }
        let visible = keys.filter { principal.sees($0.value) }
        let holdings = unfinished.compactMap(terms.holding)
        let places = terms.plan(for: unfinished, at: now).places
        let queue = unfinished.compactMap(terms.demand).compactMap { demand in
            places[demand.server].map { place in
                Waiting(
                    server: visible[demand.server], demand: demand, entry: control.admission.entry(place, at: now))
            }
        }
        return Report(
            policy: terms.policy,
            nodes: terms.nodes.map { capacity in
                let here = unfinished.filter { $0.current?.node == capacity.node }
                return node(capacity, holdings.filter { $0.node == capacity.node }, used(by: here), visible)
            },
            queue: queue.sorted { $0.entry.place.position < $1.entry.place.position }, drain: terms.drain)
    }

    private func used(by servers: [TrackedServer]) -> Used {
        servers.compactMap(control.usage.usage(of:)).reduce(into: Used()) { sum, one in
            sum.cores += one.cores ?? 0
            sum.memory = Bytes(sum.memory.count + one.memory.count)
        }
    }

    private func node(
        _ capacity: NodeCapacity, _ held: [Holding], _ used: Used, _ visible: [ServerID: ServerKey]
    ) -> Node {
        let holders = Dictionary(held.flatMap { one in one.gpus.map { ($0, one.server) } }) { first, _ in first }
        let devices = Set(control.profiles().profiles.flatMap { $0.gpus?.devices ?? [] }).union(holders.keys)
        return Node(
            capacity: capacity, reserved: held.reduce(.none) { $0 + $1.room }, used: used,
            gpus: devices.sorted().map { id in
                GPU(id: id, isHeld: holders[id] != nil, holder: holders[id].flatMap { visible[$0] })
            })
    }
}
