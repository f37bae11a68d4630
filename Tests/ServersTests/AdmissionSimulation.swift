import Servers

/// A year's worth of comings and goings on a virtual clock: arrivals, ends and cancelled launches by one seeded generator,
/// each followed by a plan that is carried out at once.
struct AdmissionSimulation {
    struct Launch {
        let demand: Demand
        let life: Duration
        /// When it is cancelled, if it still waits then.
        let cancelledAt: Timestamp?
        /// How many older ones waited when its patience ended.
        var ahead: Int?
        var startedAt: Timestamp?
    }

    static let longestLife = Duration.seconds(3600)
    private static let pool = GPUPool(count: 1, devices: ["0", "1", "2"])
    private static let pair = GPUPool(count: 2, devices: ["1", "2"])

    let terms: AdmissionTerms
    private var random: Seeded
    private(set) var launches: [ServerID: Launch] = [:]
    private(set) var waiting: [Demand] = []
    private(set) var held: [Holding] = []
    private var ends: [(at: Timestamp, server: ServerID)] = []
    private(set) var now = Timestamp(microseconds: 0)
    /// What went wrong, one line each.
    private(set) var problems: [String] = []
    /// Who was admitted, in order, with where and when.
    private(set) var log: [String] = []
    private(set) var longestQueue = 0
    /// The longest that the oldest launch waited on after its patience had ended and it had become the oldest.
    private(set) var longestAtHead = Duration.zero
    private var head: (server: ServerID, since: Timestamp)?

    init(seed: UInt64, terms: AdmissionTerms) {
        self.terms = terms
        random = Seeded(state: seed)
    }

    /// Lets `count` launches arrive, in rushes and lulls, and goes on until all have ended.
    mutating func run(arrivals count: Int) {
        var arrival = now
        for number in 0..<count {
            let isRush = number / 120 % 2 == 0
            arrival = arrival + .seconds(Int64(random.next(below: isRush ? 60 : 240)))
            goOn(to: arrival)
            arrive(number, isRush)
        }
        while let end = ends.first?.at { goOn(to: end) }
        if !waiting.isEmpty { problems.append("\(waiting.count) never started") }
    }

    /// Lets everything happen that ends until `moment`.
    private mutating func goOn(to moment: Timestamp) {
        while let end = ends.first, end.at <= moment {
            ends.removeFirst()
            now = end.at
            held.removeAll { $0.server == end.server }
            admit()
        }
        now = moment
        let before = waiting.count
        waiting.removeAll { demand in (launches[demand.server]?.cancelledAt).map { $0 <= moment } ?? false }
        if waiting.count != before { admit() }
    }

    private mutating func arrive(_ number: Int, _ isRush: Bool) {
        let server = ServerID("server \(number)")
        let member = random.next(below: 8) == 0
        let user = "user\(random.next(below: 3) == 0 ? random.next(below: 3) : random.next(below: 200))"
        guard let owner = try? UserName(user) else { return }
        let gpus = random.next(below: 20)
        let demand = Demand(
            server: server, owner: owner, group: member ? "physics" : nil,
            room: Room(
                cpu: Cores(thousandths: 250 << random.next(below: 5)),
                memory: .gibibytes(Int64(1) << Int64(random.next(below: number % 40 == 0 ? 6 : 4)))),
            gpus: gpus == 0 ? Self.pair : gpus < 3 ? Self.pool : nil, since: now)
        let cancelled = random.next(below: 20) == 0
        launches[server] = Launch(
            demand: demand, life: .seconds(Int64(60 + random.next(below: 3540))),
            cancelledAt: cancelled ? now + .seconds(Int64(random.next(below: 600))) : nil)
        waiting.append(demand)
        admit()
    }

    /// Carries out one plan, and looks whether it may be.
    private mutating func admit() {
        let plan = planAdmission(of: waiting, held: held, on: terms, at: now)
        noteLateness()
        for demand in waiting {
            switch plan.verdicts[demand.server] {
            case .admitted(let node, let gpus): start(demand, node, gpus)
            case .waits: continue
            case .neverFits(let reason): problems.append("\(demand.server): \(reason)")
            case nil: problems.append("\(demand.server) was forgotten")
            }
        }
        waiting.removeAll { launches[$0.server]?.startedAt != nil }
        longestQueue = max(longestQueue, waiting.count)
        checkCapacity()
    }

    private mutating func start(_ demand: Demand, _ node: NodeID, _ gpus: [String]) {
        guard let launch = launches[demand.server] else { return }
        launches[demand.server]?.startedAt = now
        held.append(
            Holding(
                server: demand.server, owner: demand.owner, group: demand.group, node: node, room: demand.room,
                gpus: gpus))
        let end = (at: now + launch.life, server: demand.server)
        ends.insert(end, at: ends.firstIndex { $0.at > end.at } ?? ends.endIndex)
        log.append("\(now.microseconds) \(demand.server) on \(node) \(gpus)")
    }

    private mutating func noteLateness() {
        let late = waiting.filter { now - $0.since >= terms.policy.patience }
        for demand in late where launches[demand.server]?.ahead == nil {
            launches[demand.server]?.ahead = waiting.count { $0.since < demand.since }
        }
        guard let oldest = late.first else {
            head = nil
            return
        }
        if head?.server != oldest.server { head = (oldest.server, now) }
        if let head { longestAtHead = max(longestAtHead, now - head.since) }
    }

    private mutating func checkCapacity() {
        for node in terms.nodes {
            let here = held.filter { $0.node == node.node }
            let taken = here.reduce(Room.none) { $0 + $1.room }
            if !node.allocatable.covers(taken) { problems.append("\(now.microseconds): \(node.node) holds \(taken)") }
            let devices = here.flatMap(\.gpus)
            if Set(devices).count != devices.count {
                problems.append("\(now.microseconds): \(devices) on \(node.node)")
            }
        }
    }
}

/// The same numbers for the same seed (SplitMix64).
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    mutating func next(below limit: Int) -> Int { Int(next() % UInt64(limit)) }
}
