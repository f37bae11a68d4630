import Servers
import Testing

@Suite("Ten thousand launches on a virtual clock")
struct AdmissionSimulationTests {
    private static func terms(patience: Duration = .seconds(60)) -> AdmissionTerms {
        let policy = AdmissionPolicy(overcommitCPU: 4, patience: patience)
        let nodes = [(64, 16), (64, 16), (33, 8)].enumerated().map { index, size in
            NodeCapacity(
                node: NodeID("node\(index)"),
                host: HostCapacity(cpu: Cores(thousandths: size.1 * 1000), memory: .gibibytes(Int64(size.0))),
                policy: policy)
        }
        let guarantee = Guarantee(cpu: Cores(thousandths: 16_000), memory: .gibibytes(24))
        return AdmissionTerms(nodes: nodes, guarantees: ["physics": guarantee], policy: policy)
    }

    @Test("Capacity is never exceeded on any node, and nobody starves past the bound")
    func holds() throws {
        let terms = Self.terms()
        var simulation = AdmissionSimulation(seed: 1, terms: terms)
        simulation.run(arrivals: 10_000)
        #expect(simulation.problems == [])
        #expect(simulation.longestQueue > 30, "a simulation without a queue shows nothing")
        let late = simulation.launches.values.filter { $0.ahead != nil }
        #expect(late.count > 500)
        // The servers of this simulation have GPUs.
        let atHead = AdmissionSimulation.longestLife * 2
        #expect(simulation.longestAtHead <= atHead)
        for launch in late where launch.cancelledAt == nil {
            let started = try #require(launch.startedAt)
            let bound = terms.policy.patience + atHead * (1 + (launch.ahead ?? 0))
            #expect(started - launch.demand.since <= bound, "\(launch.demand.server)")
        }
    }

    @Test("Where small ones may overtake for ever, large ones starve: the bound is the patience's doing")
    func starves() {
        var simulation = AdmissionSimulation(seed: 1, terms: Self.terms(patience: .seconds(1 << 40)))
        simulation.run(arrivals: 2000)
        let waits = simulation.launches.values.compactMap { launch in launch.startedAt.map { $0 - launch.demand.since }
        }
        #expect((waits.max() ?? .zero) > AdmissionSimulation.longestLife * 2)
    }

    @Test("The same seed gives the same admissions, another gives others")
    func repeats() {
        let logs = [UInt64(7), 7, 8].map { seed in
            var simulation = AdmissionSimulation(seed: seed, terms: Self.terms())
            simulation.run(arrivals: 1000)
            return simulation.log
        }
        #expect(logs[0] == logs[1])
        #expect(logs[0] != logs[2])
    }
}
