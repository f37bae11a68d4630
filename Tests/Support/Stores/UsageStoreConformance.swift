package import Servers

/// A ledger to check, with the servers that it follows and the clock that it goes by.
package struct UsageStoreSubject: Sendable {
    package let ledger: any UsageStore
    package let servers: any ServerStore
    package let requests: any RequestStore
    package let time: VirtualTime
    /// Makes the account that a server's owner may have to have.
    package let addOwner: @Sendable (UserName) async throws -> Void

    package init(
        ledger: any UsageStore, servers: any ServerStore, requests: any RequestStore, time: VirtualTime,
        addOwner: @escaping @Sendable (UserName) async throws -> Void
    ) {
        self.ledger = ledger
        self.servers = servers
        self.requests = requests
        self.time = time
        self.addOwner = addOwner
    }

    /// A server that runs since now.
    func run(_ key: ServerKey, id: String, groups: [String] = ["physics"]) async throws -> Server {
        try await addOwner(key.owner)
        var server = StoreSamples.launched(key, id: id)
        server.spec?.identity.groups = groups
        let resources = server.spec?.resources
        server.spec?.defaults = resources
        let launched = server
        try await servers.change(key) { _ in ServerChange(server: launched, outcome: ()) }
        for phase in [Phase.accepted, .launched, .startInitiated, .started] { try await reach(phase, launched) }
        return launched
    }

    func reach(_ phase: Phase, _ server: Server) async throws {
        var status = StoreSamples.fullStatus(of: server, phase: phase)
        if phase < .startInitiated { (status.container, status.containerStartedAt) = (nil, nil) }
        if phase == .accepted { status.reservation = nil }
        try await servers.record(status, [], at: time.now())
    }

    func span(of server: Server, cpu: Double, mebibytes: Int64 = 512) -> UsageSpan {
        UsageSpan(
            of: server.id, ContainerID("abcdef"),
            first: UsageSample(moment: time.moment(), cpu: .seconds(cpu), memory: .mebibytes(mebibytes)))
    }

    func sums(_ key: UsageKey, since: Timestamp? = nil, until: Timestamp? = nil) async throws -> [UsageSum] {
        try await ledger.usage(UsageQuery(by: key, since: since, until: until)).rows
    }
}

/// The contract of `UsageStore`.
package enum UsageStoreConformance {
    private static let gibibyte = 1_073_741_824.0

    package static let cases: [ConformanceCase<UsageStoreSubject>] = following + summing + fitting

    private static let following: [ConformanceCase<UsageStoreSubject>] = [
        ConformanceCase("What is reserved counts from the admission to the end, as statuses are recorded") { subject in
            let server = try await subject.run(try StoreSamples.key("ada"), id: "aaaa")
            try same(try await subject.sums(.user).map(\.time), [])
            subject.time.advance(by: .seconds(100))
            try await subject.reach(.killInitiated, server)
            subject.time.advance(by: .seconds(20))
            try await subject.reach(.finished, server)
            let sum = try some(try await subject.sums(.user).first)
            try same(sum.key, "ada")
            try same(sum.time, .seconds(120))
            try same(sum.reservedCPU, 60)
            try same(sum.reservedMemory, 120 * gibibyte)
            try same(sum.reservedGPU, 120)
            try same([sum.usedCPU, sum.usedMemory], [0, 0])
            // What is over stays so.
            try await subject.reach(.finished, server)
            try await subject.ledger.keepUsage([subject.span(of: server, cpu: 9)])
            try same(try await subject.sums(.user), [sum])
        },
        ConformanceCase("A status that is not written leaves the ledger as it is") { subject in
            let server = try await subject.run(try StoreSamples.key("ada"), id: "aaaa")
            subject.time.advance(by: .seconds(50))
            try await subject.reach(.launched, server)
            try await subject.ledger.keepUsage([subject.span(of: server, cpu: 5)])
            try same(try await subject.sums(.server).map(\.time), [.seconds(50)])
        },
        ConformanceCase("A resize that is applied ends an interval and begins one, one that is refused does not") {
            subject in
            let server = try await subject.run(try StoreSamples.key("ada"), id: "aaaa")
            subject.time.advance(by: .seconds(60))
            for (revision, outcome) in [
                (1, Resize.Outcome.refused(subject.time.now(), code: "engine", message: "no")),
                (2, .applied(subject.time.now())),
            ] {
                let now = try some(try await subject.servers.server(server.id)).server
                try await subject.servers.change(server.key) { _ in
                    ServerChange(server: StoreSamples.resized(now), outcome: ())
                }
                try await subject.servers.settleResize(
                    server.id, revision: revision, outcome, [], at: subject.time.now())
            }
            subject.time.advance(by: .seconds(40))
            try await subject.reach(.finished, try some(try await subject.servers.server(server.id)).server)
            let sum = try some(try await subject.sums(.server).first)
            try same(sum.time, .seconds(100))
            try same(sum.reservedMemory, (60 + 40 * 2) * gibibyte)
        },
        ConformanceCase("What was read is kept as far as it was read, and a later reading goes on from it") { subject in
            let server = try await subject.run(try StoreSamples.key("ada"), id: "aaaa")
            for (cpu, memory) in [(30.0, Int64(512)), (45, 1024)] {
                subject.time.advance(by: .seconds(60))
                try await subject.ledger.keepUsage([
                    subject.span(of: server, cpu: cpu, mebibytes: memory),
                    UsageSpan(of: ServerID("none"), ContainerID("c"), first: subject.span(of: server, cpu: 1).first),
                ])
            }
            subject.time.advance(by: .seconds(60))
            let sum = try some(try await subject.sums(.server).first)
            try same(sum.key, "ada/")
            try same(sum.time, .seconds(120))
            try same(sum.usedCPU, 45)
            try same(sum.usedMemory, 60 * 0.75 * gibibyte)
            try same(sum.peakMemory, .gibibytes(1))
            try same(sum.peakCores, 0.5)
        },
        ConformanceCase("A container that has ended counts no longer, whatever comes after, until it is started again")
        {
            subject in
            let server = try await subject.run(try StoreSamples.key("ada"), id: "aaaa")
            subject.time.advance(by: .seconds(60))
            let span = subject.span(of: server, cpu: 7)
            subject.time.advance(by: .seconds(60))
            for generation in [2, 1] {
                try await subject.ledger.noteEnd(
                    UsageEnd(
                        server: server.id, generation: generation, finishedAt: subject.time.now() - .seconds(10),
                        span: span, seen: subject.time.moment()))
            }
            subject.time.advance(by: .seconds(500))
            try await subject.ledger.keepUsage([subject.span(of: server, cpu: 50)])
            var sum = try some(try await subject.sums(.server).first)
            try same(sum.time, .seconds(110))
            try same(sum.usedCPU, 7)
            var again = StoreSamples.fullStatus(of: server, phase: .started)
            again.containerStartedAt = subject.time.now()
            try await subject.servers.record(again, [], at: subject.time.now())
            subject.time.advance(by: .seconds(40))
            try await subject.ledger.keepUsage([subject.span(of: server, cpu: 3)])
            sum = try some(try await subject.sums(.server).first)
            try same(sum.time, .seconds(150))
            try same(sum.usedCPU, 10)
        },
        ConformanceCase("A clock that is set back makes no intervals that overlap, and no time") { subject in
            let key = try StoreSamples.key("ada")
            let server = try await subject.run(key, id: "aaaa")
            subject.time.advance(by: .seconds(100))
            subject.time.setClock(by: .seconds(-5000))
            try await subject.reach(.finished, server)
            let again = server.launched(StoreSamples.spec(key.owner), at: subject.time.now())
            try await subject.servers.change(key) { _ in ServerChange(server: again, outcome: ()) }
            try await subject.reach(.launched, again)
            subject.time.advance(by: .seconds(30))
            try await subject.reach(.finished, again)
            try same(try await subject.sums(.server).map(\.time), [.seconds(130)])
        },
    ]

    private static let summing: [ConformanceCase<UsageStoreSubject>] = [
        ConformanceCase("Use is summed by user, group, profile and server; each group gets all, the total counts once")
        {
            subject in
            let ada = try await subject.run(try StoreSamples.key("ada"), id: "aaaa", groups: ["art", "physics"])
            let gpu = try await subject.run(try StoreSamples.key("ada", "gpu"), id: "bbbb", groups: ["physics"])
            let bob = try await subject.run(try StoreSamples.key("bob"), id: "cccc", groups: [])
            subject.time.advance(by: .seconds(10))
            try await subject.ledger.keepUsage([ada, gpu].map { subject.span(of: $0, cpu: 2) })
            subject.time.advance(by: .seconds(90))
            for server in [ada, gpu, bob] { try await subject.reach(.finished, server) }
            func table(_ key: UsageKey) async throws -> [String] {
                try await subject.sums(key).map { "\($0.key) \($0.servers) \($0.time / .seconds(1)) \($0.usedCPU)" }
            }
            try same(try await table(.user), ["ada 2 200.0 4.0", "bob 1 100.0 0.0"])
            try same(try await table(.group), [" 1 100.0 0.0", "art 1 100.0 2.0", "physics 2 200.0 4.0"])
            try same(try await table(.profile), ["small 3 300.0 4.0"])
            try same(try await table(.server), ["ada/ 1 100.0 2.0", "ada/gpu 1 100.0 2.0", "bob/ 1 100.0 0.0"])
            for key in UsageKey.allCases {
                let total = try await subject.ledger.usage(UsageQuery(by: key)).total
                try same(total.time, .seconds(300))
                try same(total.servers, 3)
                let own = try await subject.ledger.usage(UsageQuery(by: key, owner: bob.key.owner))
                try same(own.total.time, .seconds(100))
                try same(own.rows.count, 1)
            }
        },
        ConformanceCase("An interval counts with its part that lies in the time that is asked for") { subject in
            let start = subject.time.now()
            let server = try await subject.run(try StoreSamples.key("ada"), id: "aaaa")
            subject.time.advance(by: .seconds(100))
            try await subject.ledger.keepUsage([subject.span(of: server, cpu: 40)])
            for isOver in [false, true] {
                if isOver { try await subject.reach(.finished, server) }
                let part = try some(
                    try await subject.sums(.user, since: start + .seconds(25), until: start + .seconds(75)).first)
                try same(part.time, .seconds(50))
                try same(part.reservedCPU, 25)
                try same(part.usedCPU, 20)
                try same(try await subject.sums(.user, since: start + .seconds(100)), [])
                try same(try await subject.sums(.user, until: start), [])
                let none = try await subject.ledger.usage(UsageQuery(by: .user, until: start)).total
                try same(none.time, .zero)
                try same(none.peakMemory, nil)
            }
        },
    ]

    private static let fitting: [ConformanceCase<UsageStoreSubject>] = [
        ConformanceCase("Sessions that ended are counted by profile, those of a moment are not") { subject in
            let start = subject.time.now()
            let (ada, bob) = (try StoreSamples.key("ada"), try StoreSamples.key("bob"))
            let long = try await subject.run(ada, id: "aaaa")
            let short = try await subject.run(bob, id: "bbbb")
            subject.time.advance(by: .seconds(59))
            try await subject.reach(.finished, short)
            subject.time.advance(by: .seconds(1))
            try await subject.ledger.keepUsage([subject.span(of: long, cpu: 30)])
            try same(try await subject.ledger.fits(since: nil, until: nil, owner: nil), [])
            try await subject.reach(.finished, long)
            let fit = try some(try await subject.ledger.fits(since: start, until: nil, owner: nil).first)
            try same(fit.profile, ProfileID("small"))
            try same(
                [fit.sessions, fit.inside, fit.raised, fit.resized, fit.requested, fit.outOfMemory], [1, 1, 0, 0, 0, 0])
            try same(fit.defaultMemory, .gibibytes(1))
            try same(fit.defaultCPU, Cores(thousandths: 2000))
            try same(fit.memory?.p95, 0.5 * gibibyte)
            try same(fit.cores?.p50, 0.5)
            try same(try await subject.ledger.fits(since: start + .seconds(61), until: nil, owner: nil), [])
            try same(try await subject.ledger.fits(since: nil, until: start + .seconds(60), owner: nil), [])
            try same(try await subject.ledger.fits(since: nil, until: nil, owner: bob.owner), [])
            try same(try await subject.ledger.fits(since: nil, until: nil, owner: ada.owner), [fit])
        },
        ConformanceCase("A request, a resize and an end of memory are told of the session in which they were") {
            subject in
            let keys = try ["asked", "resized", "killed", "earlier"].map { try StoreSamples.key($0) }
            let earlier = RequestStoreSubject(
                store: subject.requests, addOwner: subject.addOwner, audit: { [] })
            let over = try await earlier.add(keys[3])
            _ = try await subject.requests.changeRequest(over.id) {
                RequestChange($0.with(.withdrawn(at: StoreSamples.start)))
            }
            // Requests of these samples are made at the start of time; what is launched later is none of theirs.
            subject.time.advance(by: .seconds(-60))
            var servers: [Server] = []
            for (number, key) in keys.enumerated() {
                if number == 3 { subject.time.advance(by: .seconds(120)) }
                servers.append(try await subject.run(key, id: "server\(number)"))
            }
            try await earlier.add(keys[0])
            let resized = StoreSamples.resized(servers[1])
            try await subject.servers.change(keys[1]) { _ in ServerChange(server: resized, outcome: ()) }
            try await subject.servers.settleResize(
                resized.id, revision: 1, .refused(subject.time.now(), code: "engine", message: "no"), [],
                at: subject.time.now())
            let record = MemoryRecord(
                generation: 1, run: ContainerRun(container: ContainerID("abcdef"), startedAt: StoreSamples.start),
                kills: 1, toldUntil: StoreSamples.start, lastHint: nil,
                last: OutOfMemory(at: StoreSamples.start, limit: .gibibytes(1), kernels: [], others: 1, remedy: nil))
            try await subject.servers.noteMemory(of: servers[2].id) { _ in MemoryNote(record) }
            subject.time.advance(by: .seconds(90))
            for server in servers { try await subject.reach(.finished, server) }
            func fit(_ key: ServerKey) async throws -> ProfileFit {
                try some(try await subject.ledger.fits(since: nil, until: nil, owner: key.owner).first)
            }
            try same(try await fit(keys[0]).requested, 1)
            try same(try await fit(keys[1]).resized, 1)
            try same(try await fit(keys[2]).outOfMemory, 1)
            try same(try await fit(keys[3]).inside, 1)
            try same(try await subject.ledger.fits(since: nil, until: nil, owner: nil).first?.inside, 1)
        },
    ]
}
