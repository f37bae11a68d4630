import Servers
import Testing

@Suite("Who is admitted, and what the others wait for")
struct AdmissionTests {
    private static let start = Timestamp(microseconds: 1_700_000_000_000_000)

    /// Nodes of these many GiB, of which none is reserved, with 4 cores promised once each.
    private func terms(_ nodes: [Int64], kept: Int64? = nil, cores: Int = 4) -> AdmissionTerms {
        let policy = AdmissionPolicy(overcommitCPU: 1, reserve: .none)
        let guarantees = kept.map {
            ["physics": Guarantee(cpu: Cores(thousandths: 1000), memory: .gibibytes($0))]
        }
        return AdmissionTerms(
            nodes: nodes.enumerated().map { index, memory in
                NodeCapacity(
                    node: NodeID("n\(index)"),
                    host: HostCapacity(cpu: Cores(thousandths: cores * 1000), memory: .gibibytes(memory)),
                    policy: policy)
            }, guarantees: guarantees ?? [:], policy: policy)
    }

    private func room(_ memory: Int64, _ cpu: Int = 100) -> Room {
        Room(cpu: Cores(thousandths: cpu), memory: .gibibytes(memory))
    }

    /// A launch of the user that its name begins with, asked for `age` seconds ago.
    private func demand(
        _ name: String, _ memory: Int64, cpu: Int = 100, gpus: GPUPool? = nil, group: String? = nil, age: Int64
    ) throws -> Demand {
        Demand(
            server: ServerID(name), owner: try UserName(String(name.prefix { $0.isLetter })), group: group,
            room: room(memory, cpu), gpus: gpus, since: Self.start - .seconds(age))
    }

    private func holding(
        _ name: String, _ memory: Int64, on node: Int = 0, gpus: [String] = [], group: String? = nil
    ) throws -> Holding {
        Holding(
            server: ServerID(name), owner: try UserName(String(name.prefix { $0.isLetter })), group: group,
            node: NodeID("n\(node)"), room: room(memory), gpus: gpus)
    }

    /// The plan as one word a launch: `ada:n0`, `bob:1 memory`, `eve:never memory 4 GiB`.
    private func planned(_ waiting: [Demand], _ held: [Holding], _ terms: AdmissionTerms) -> [String] {
        let plan = planAdmission(of: waiting, held: held, on: terms, at: Self.start)
        return waiting.map { demand in
            switch plan.verdicts[demand.server] {
            case .admitted(let node, let gpus): "\(demand.server):\(([node.value] + gpus).joined(separator: "+"))"
            case .waits(let place): "\(demand.server):\(place.position) \(place.shortage.code)"
            case .neverFits(let reason): "\(demand.server):never \(reason.field) \(reason.largest)"
            case nil: "\(demand.server):forgotten"
            }
        }
    }

    private func planned(_ waiting: [Demand], _ terms: AdmissionTerms) -> [String] { planned(waiting, [], terms) }

    @Test("What may be promised is what is there, less the reserve, times the factors")
    func allocatable() {
        let host = HostCapacity(cpu: Cores(thousandths: 2000), memory: .gibibytes(8))
        let usual = AdmissionPolicy().allocatable(host)
        #expect(usual == Room(cpu: Cores(thousandths: 20_000), memory: .gibibytes(7)))
        let other = AdmissionPolicy(overcommitCPU: 1, overcommitMemory: 1.5, reserve: room(2, 500)).allocatable(host)
        #expect(other == Room(cpu: Cores(thousandths: 1500), memory: .gibibytes(9)))
        let tiny = AdmissionPolicy().allocatable(HostCapacity(cpu: Cores(thousandths: 1000), memory: .mebibytes(512)))
        #expect(tiny.memory == Bytes(0))
    }

    @Test("A launch takes a node that has all of its room: 4 and 4 are not 8, and the fullest is filled first")
    func nodes() throws {
        let waiting = [try demand("ada", 8, age: 3), try demand("bob", 1, age: 2)]
        let held = [try holding("cy", 4, on: 0), try holding("di", 5, on: 1)]
        #expect(planned(waiting, held, terms([8, 8])) == ["ada:1 memory", "bob:n1"])
        #expect(planned([try demand("ada", 9, age: 3)], terms([8, 8])) == ["ada:never memory 8 GiB"])
        #expect(planned([try demand("ada", 1, cpu: 4001, age: 3)], terms([8])) == ["ada:never cpu 4"])
    }

    @Test("What is lacking is said with figures")
    func shortages() throws {
        let plan = planAdmission(
            of: [try demand("ada", 4, age: 1)], held: [try holding("bob", 6)], on: terms([8]), at: Self.start)
        let place = try #require(plan.places[ServerID("ada")])
        #expect(place.shortage.description == "memory: needs 4 GiB, 2 GiB is free")
        #expect(place == QueuePlace(position: 1, length: 1, tier: .flexible, shortage: place.shortage))
        let busy = [try holding("bob", 1)]
        #expect(planned([try demand("ada", 1, cpu: 950, age: 1)], busy, terms([8], cores: 1)) == ["ada:1 cpu"])
    }

    @Test("Whoever holds least is next, then who came first; one's own launches go as they came")
    func fair() throws {
        let waiting = [
            try demand("ada1", 2, age: 9), try demand("ada2", 2, age: 8), try demand("bob1", 2, age: 7),
            try demand("cy1", 2, age: 6),
        ]
        #expect(planned(waiting, terms([6])) == ["ada1:n0", "ada2:1 memory", "bob1:n0", "cy1:n0"])
        let held = [try holding("bob0", 2)]
        #expect(planned(waiting, held, terms([6])) == ["ada1:n0", "ada2:1 memory", "bob1:2 memory", "cy1:n0"])
    }

    @Test("A small one overtakes one that has no room until that one's patience ends, then it waits for its turn")
    func overtaking() throws {
        let held = [try holding("cy", 5)]
        #expect(
            planned([try demand("ada", 4, age: 59), try demand("bob", 1, age: 1)], held, terms([8])) == [
                "ada:1 memory", "bob:n0",
            ])
        #expect(
            planned([try demand("ada", 4, age: 60), try demand("bob", 1, age: 1)], held, terms([8])) == [
                "ada:1 memory", "bob:2 turn",
            ])
        let elsewhere = [try demand("ada", 7, age: 60), try demand("bob", 1, age: 1)]
        #expect(planned(elsewhere, held, terms([8, 4])) == ["ada:1 memory", "bob:n1"])
    }

    @Test("Those whose patience has ended go by arrival, whatever they hold")
    func late() throws {
        let waiting = [try demand("ada", 2, age: 90), try demand("bob", 2, age: 80), try demand("cy", 2, age: 1)]
        #expect(planned(waiting, [try holding("ada0", 4)], terms([6])) == ["ada:n0", "bob:1 memory", "cy:2 memory"])
    }

    @Test("GPUs are one server's alone; too few free ones are waited for, and more than there are never come")
    func gpus() throws {
        let (one, two) = (GPUPool(count: 1, devices: ["0", "1"]), GPUPool(count: 2, devices: ["0", "1"]))
        let waiting = [
            try demand("ada", 1, gpus: one, age: 3), try demand("bob", 1, gpus: one, age: 2),
            try demand("cy", 1, gpus: one, age: 1), try demand("di", 1, age: 1),
        ]
        #expect(planned(waiting, terms([8])) == ["ada:n0+0", "bob:n0+1", "cy:1 gpus", "di:n0"])
        #expect(
            planned([try demand("ada", 1, gpus: GPUPool(count: 3, devices: ["0", "1"]), age: 1)], terms([8])) == [
                "ada:never gpus 2"
            ])
        // One that waits for two GPUs keeps the one that is free from those after it, and holds up nobody else.
        let late = [
            try demand("ada", 1, gpus: two, age: 60), try demand("bob", 1, gpus: one, age: 1),
            try demand("di", 1, age: 1),
        ]
        #expect(
            planned(late, [try holding("cy", 1, gpus: ["1"])], terms([8])) == ["ada:1 gpus", "bob:2 gpus", "di:n0"])
    }

    @Test("What is kept for a group is nobody else's, and its members have it at once")
    func guaranteed() throws {
        let others = [try demand("ada1", 3, age: 5), try demand("bob1", 3, age: 4)]
        #expect(planned(others, terms([8], kept: 4)) == ["ada1:n0", "bob1:1 memory"])
        #expect(planned([try demand("ada1", 5, age: 1)], terms([8], kept: 4)) == ["ada1:never memory 4 GiB"])
        let member = [try demand("eve", 4, group: "physics", age: 1)]
        #expect(planned(others + member, terms([8], kept: 4)) == ["ada1:n0", "bob1:1 memory", "eve:n0"])
        // Beyond it they are as anybody.
        let more = [try demand("eve2", 4, group: "physics", age: 1)]
        let held = [try holding("eve1", 4, group: "physics")]
        #expect(planned(others + more, held, terms([8], kept: 4)) == ["ada1:n0", "bob1:1 memory", "eve2:2 memory"])
    }

    @Test("A guaranteed launch passes one that waits for its turn, but not one of its own group")
    func passing() throws {
        let held = [try holding("cy", 3)]
        let member = try demand("eve", 1, group: "physics", age: 1)
        let stranger = try demand("ada", 4, age: 60)
        #expect(planned([stranger, member], held, terms([8], kept: 4)) == ["ada:1 memory", "eve:n0"])
        let colleague = try demand("ada", 6, group: "physics", age: 60)
        #expect(planned([colleague, member], held, terms([8], kept: 4)) == ["ada:1 memory", "eve:2 turn"])
    }

    @Test("A guarantee of more than there is, for several groups, keeps all there is and breaks nothing")
    func boundless() throws {
        let all = Guarantee(cpu: Cores(thousandths: 4_096_000), memory: Bytes(.max))
        let usual = terms([8, 4])
        let greedy = AdmissionTerms(nodes: usual.nodes, guarantees: ["art": all, "physics": all], policy: usual.policy)
        let waiting = [try demand("ada", 1, age: 2), try demand("eve", 1, group: "physics", age: 1)]
        #expect(planned(waiting, greedy) == ["ada:never cpu 0", "eve:never cpu 0"])
        let one = AdmissionTerms(nodes: usual.nodes, guarantees: ["physics": all], policy: usual.policy)
        #expect(planned(waiting, one) == ["ada:never cpu 0", "eve:n1"])
    }

    @Test("The wait is estimated from how servers have been ending, or not at all")
    func estimates() {
        let place = QueuePlace(position: 2, length: 3, tier: .flexible, shortage: .turn)
        var pace = EndPace()
        for minute in [50, 30, 10] as [Int64] {
            #expect(pace.estimate(place, at: Self.start) == nil)
            pace.note(at: Self.start - .seconds(60 * minute), hadGPUs: false)
        }
        #expect(pace.estimate(place, at: Self.start) == .seconds(2000))
        let gpus = QueuePlace(position: 1, length: 3, tier: .flexible, shortage: .gpus(needs: 1, free: 0))
        #expect(pace.estimate(gpus, at: Self.start) == nil)
        #expect(pace.estimate(place, at: Self.start + .seconds(3600)) == nil)
    }
}
