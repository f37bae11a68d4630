import Accounts
import Foundation
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("Capacity and the queue")
struct CapacityTests {
    private let key: ServerKey

    init() throws { key = ServerKey(owner: try UserName("ada")) }

    /// A place in the queue for Ada's launch, which nobody admits here.
    private func queue(_ hub: TestHub) async throws {
        try await hub.have(key, .accepted)
        let server = try #require(try await hub.servers.server(key)).server.id
        var plan = AdmissionPlan()
        plan.verdicts[server] = .waits(
            QueuePlace(
                position: 2, length: 5, tier: .flexible,
                shortage: .memory(needs: .gibibytes(4), free: .mebibytes(1536))))
        hub.control.admission.take(plan, at: hub.time.now())
    }

    @Test("Capacity is told to whoever is logged in, and to nobody else")
    func capacity() async throws {
        let hub = try await TestHub()
        try await hub.have(key, .started)
        let answer = try await hub.api(.get, "/capacity", as: "bob")
        #expect(answer.status == 200)
        let capacity = try HubJSON.decode(CapacityModel.self, from: Data(answer.body.utf8))
        let node = try #require(capacity.nodes.first)
        #expect(node.total == AmountModel(cpu: 80, memory: 15 << 30))
        #expect(node.reserved == AmountModel(cpu: 0.5, memory: 1 << 30))
        #expect(node.free == AmountModel(cpu: 79.5, memory: 14 << 30))
        #expect(node.used == AmountModel(cpu: 0, memory: 0), "nothing was read of it yet")
        #expect(try await hub.api(.get, "/capacity", as: nil).status == 403)
    }

    @Test("A launch that waits is shown with its place, in the fleet, in its progress and on its page")
    func shown() async throws {
        let hub = try await TestHub()
        try await queue(hub)
        let fleet = try await hub.api(.get, "/servers")
        let model = try #require(try HubJSON.decode([FleetServer].self, from: Data(fleet.body.utf8)).first)
        #expect(model.shown == "Queued")
        #expect(
            model.queue
                == QueueModel(
                    position: 2, length: 5, waitsFor: "memory", reason: "memory: needs 4 GiB, 1.5 GiB is free",
                    tier: "flexible", estimate: nil))
        let page = try await hub.page("/hub/open/ada")
        #expect(page.body.contains("Queued, 2 of 5; memory: needs 4 GiB, 1.5 GiB is free"))
        async let asked = hub.api(.get, "/users/ada/server/progress")
        try await hub.reach(key, .finished, reason: .queueTimeout)
        #expect(try await asked.body.contains("queueTimeout"))
    }

    @Test("More than there will ever be is refused with the most that would fit")
    func neverFits() async throws {
        let hub = try await TestHub()
        hub.runtime.setCapacity(HostCapacity(cpu: Cores(thousandths: 2000), memory: .gibibytes(3)))
        hub.control.engine.answered(try await hub.runtime.host())
        let answer = try await hub.api(.post, "/users/ada/server", body: #"{"memory":"3G"}"#)
        #expect(answer.status == 400)
        #expect(try answer.code() == "never_fits")
        #expect(answer.body.contains("at most 2 GiB"))
    }
}
