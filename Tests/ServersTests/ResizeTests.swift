import Servers
import Support
import Testing

@Suite("Resizes of running servers")
struct ResizeTests {
    private let server: Server
    private let target: Resources
    private let asked = LaunchSize(
        cpu: Cores(thousandths: 2500), reserve: Cores(thousandths: 750), memory: .gibibytes(2))

    init() throws {
        server = StoreSamples.launched(try StoreSamples.key("ada"), id: "aaaa")
        target = try #require(StoreSamples.resized(server).resize).target
    }

    private func resized(_ server: Server, to target: Resources? = nil) -> Server {
        server.resizing(to: target ?? self.target, asked: asked, by: "ada", at: Given.now)
    }

    @Test("What is asked for is desired at once, had once it is applied, and never had when it is refused")
    func outcomes() throws {
        let old = try #require(server.spec)
        let pending = resized(server)
        #expect(pending.desiredResources == target)
        #expect(pending.spec == old)
        #expect(pending.options.size == asked)
        #expect(pending.nextOptions == nil, "what is on its way is no news for the next start")
        let applied = try #require(pending.settled(1, .applied(Given.now)))
        #expect(applied.spec?.resources == target)
        #expect(applied.spec?.options.size == asked)
        #expect(applied.pendingResize == nil)
        #expect(applied.nextOptions == nil)
        let refused = try #require(pending.settled(1, .refused(Given.now, code: "c", message: "m")))
        #expect(refused.desiredResources == old.resources)
        #expect(refused.options == server.options)
        #expect(refused.nextOptions == nil)
    }

    @Test("A later resize overtakes one that is pending; when it is refused the server is as before both")
    func overtaken() throws {
        let second = resized(resized(server), to: server.spec?.resources)
        #expect(second.resize?.revision == 2)
        #expect(second.settled(1, .applied(Given.now)) == nil)
        let refused = try #require(second.settled(2, .refused(Given.now, code: "c", message: "m")))
        #expect(refused.options == server.options)
    }

    @Test("A tried resize is pending still; a settled one is not settled again")
    func settledOnce() throws {
        let retry = Resize.Outcome.pending(Resize.Retry(failures: 1, at: Given.now))
        let tried = try #require(resized(server).settled(1, retry))
        #expect(tried.pendingResize?.outcome == retry)
        let applied = try #require(tried.settled(1, .applied(Given.now)))
        #expect(applied.settled(1, .applied(Given.now)) == nil)
        #expect(resized(applied).resize?.revision == 2)
    }

    @Test("The next generation begins with what was asked for, and without the resize")
    func nextGeneration() throws {
        let pending = resized(server)
        var spec = try #require(pending.spec)
        spec.resources = target
        let next = pending.launched(spec, at: Given.now)
        #expect(next.pendingResize == nil)
        #expect(next.desiredResources == target)
        #expect(resized(next).resize?.revision == 2)
    }

    @Test("A profile that was chosen for the next start keeps its own size")
    func otherProfileNext() {
        var changed = server
        changed.options = LaunchOptions(profile: ProfileID("large"))
        #expect(resized(changed).options == changed.options)
    }

    @Test("Kept free for it is the most of what it has and what it is about to have")
    func reserved() throws {
        let present = try #require(server.spec?.resources)
        var mixed = target
        mixed.memory = .mebibytes(512)
        let tracked = TrackedServer(server: resized(server, to: mixed), status: nil)
        #expect(tracked.reserved?.memory == present.memory)
        #expect(tracked.reserved?.cpu == mixed.cpu)
        #expect(TrackedServer(server: server, status: nil).reserved == present)
    }

    @Test("What a container has is read back as the resources that were given to it")
    func readBack() throws {
        var given = try #require(server.spec?.resources)
        for thousandths in [10, 99, 250, 333, 500, 1000, 1999, 2000, 64_000] {
            given.cpu = .init(reserve: Cores(thousandths: thousandths), burst: Cores(thousandths: 64_000))
            let limits = ContainerLimits(given)
            #expect(ContainerLimits(target.having(limits)) == limits, "\(thousandths)")
            #expect(target.having(limits).memory == given.memory)
            #expect(target.having(limits).sharedMemory == target.sharedMemory)
        }
    }

    // MARK: The step

    private func step(_ server: Server, _ limits: ContainerLimits?) throws -> (Step, ObservedContainer) {
        var server = server
        server.generation = 2
        let found = Given.container(.running)
        let container = ObservedContainer(
            id: found.id, name: found.name, server: found.server, generation: 2, state: .running,
            startedAt: found.startedAt, endpoint: found.endpoint, limits: limits)
        let status = try Given.status(.started) { $0.healthy = true }
        let seen = Observation(containers: [container], epoch: Given.epoch)
        let tracked = TrackedServer(server: server, status: status)
        return (decide(tracked, seen: seen, at: Given.now, limits: Given.limits), container)
    }

    @Test("A started server's container has the limits that are desired, or is given them")
    func decided() throws {
        var second = server
        second.generation = 2
        let (had, wanted) = (ContainerLimits(try #require(server.spec?.resources)), ContainerLimits(target))
        let pending = resized(second)
        let later = Given.now + .seconds(1)
        func retried(_ at: Timestamp) throws -> Server {
            try #require(pending.settled(1, .pending(Resize.Retry(failures: 1, at: at))))
        }
        var swapped = had
        swapped.memoryAndSwap = .gibibytes(9)
        let rows: [(String, Server, ContainerLimits?, (ObservedContainer) -> Step)] = [
            ("as wanted", second, had, { _ in .rest(until: nil) }),
            ("not told", second, nil, { _ in .rest(until: nil) }),
            ("pending", pending, had, { .resize($0, to: wanted, revision: 1) }),
            ("pending and there", pending, wanted, { .resize($0, to: wanted, revision: 1) }),
            ("pending and not told", pending, nil, { .resize($0, to: wanted, revision: 1) }),
            ("tried, too early", try retried(later), had, { _ in .rest(until: later) }),
            ("tried, due", try retried(Given.now), had, { .resize($0, to: wanted, revision: 1) }),
            ("drift", second, wanted, { .resize($0, to: had, revision: nil) }),
            ("drift of swap alone", second, swapped, { .resize($0, to: had, revision: nil) }),
            ("an earlier generation's", resized(server), had, { _ in .rest(until: nil) }),
        ]
        for (name, server, limits, expected) in rows {
            let (step, container) = try step(server, limits)
            #expect(step == expected(container), "\(name)")
        }
    }

    @Test("A server that is not started is never resized: it has what is desired from its start")
    func beforeStart() throws {
        var pending = resized(server)
        pending.generation = 2
        for phase in Phase.allCases where phase != .started {
            let tracked = TrackedServer(server: pending, status: try Given.status(phase))
            let seen = Observation(containers: [Given.container(.running)], epoch: Given.epoch)
            if case .resize = decide(tracked, seen: seen, at: Given.now, limits: Given.limits) {
                Issue.record("\(phase)")
            }
        }
    }
}

@Suite("What a resize comes to, under ceilings")
struct ResizeTargetTests {
    private let profile = Profile(
        id: ProfileID("small"), title: "Small", summary: "", image: "i",
        resources: Resources(
            cpu: Resources.CPU(reserve: Cores(thousandths: 500), burst: Cores(thousandths: 2000)), memory: .gibibytes(1)
        ),
        ceiling: Ceiling(cpu: Cores(thousandths: 4000), memory: .gibibytes(4)))
    private let host = HostCapacity(cpu: Cores(thousandths: 3000), memory: .gibibytes(16))
    /// It has more than the profile gives now, and other figures in all.
    private let present = Resources(
        cpu: .init(reserve: Cores(thousandths: 250), burst: Cores(thousandths: 1500)), memory: .gibibytes(8),
        sharedMemory: .mebibytes(128), pids: 99)

    private func target(_ edit: LaunchOptionsEdit, _ size: LaunchSize = LaunchSize()) throws -> Resources {
        try edit.target(from: present, size: edit.applied(to: size), in: profile, on: host)
    }

    @Test("What is absent stays, null is the profile's, and the reserve follows the profile's unless asked for")
    func merged() throws {
        let four = try target(LaunchOptionsEdit(cpu: .set(Cores(thousandths: 4000))))
        #expect(four.memory == present.memory && four.pids == 99 && four.sharedMemory == present.sharedMemory)
        #expect(four.cpu == .init(reserve: Cores(thousandths: 500), burst: Cores(thousandths: 4000)))
        let memory = try target(LaunchOptionsEdit(memory: .set(nil)))
        #expect(memory.memory == .gibibytes(1) && memory.cpu == present.cpu)
        let low = try target(
            LaunchOptionsEdit(cpu: .set(Cores(thousandths: 300))), LaunchSize(reserve: Cores(thousandths: 1000)))
        #expect(low.cpu == .init(reserve: Cores(thousandths: 300), burst: Cores(thousandths: 300)))
        let high = try target(
            LaunchOptionsEdit(cpu: .set(nil)), LaunchSize(reserve: Cores(thousandths: 1000)))
        #expect(high.cpu == .init(reserve: Cores(thousandths: 1000), burst: Cores(thousandths: 2000)))
        let reserve = try target(LaunchOptionsEdit(reserve: .set(Cores(thousandths: 1500))))
        #expect(reserve.cpu == .init(reserve: Cores(thousandths: 1500), burst: Cores(thousandths: 1500)))
    }

    @Test(
        "Above the ceiling, above the burst and below what Jupyter needs is refused by the field's name",
        arguments: [
            (LaunchOptionsEdit(cpu: .set(Cores(thousandths: 4001))), "cpu"),
            (LaunchOptionsEdit(reserve: .set(Cores(thousandths: 4001))), "cpu_reserve"),
            (LaunchOptionsEdit(reserve: .set(Cores(thousandths: 1501))), "cpu_reserve"),
            (
                LaunchOptionsEdit(cpu: .set(Cores(thousandths: 500)), reserve: .set(Cores(thousandths: 501))),
                "cpu_reserve"
            ),
            (LaunchOptionsEdit(memory: .set(Bytes((4 << 30) + 1))), "memory"),
            (LaunchOptionsEdit(memory: .set(.mebibytes(255))), "memory"),
        ])
    func refused(edit: LaunchOptionsEdit, field: String) {
        let error = #expect(throws: InvalidValue.self) { try target(edit) }
        #expect(error?.field == field)
    }

    @Test("What a server has above the ceiling it keeps while only other things change")
    func grandfathered() throws {
        #expect(try target(LaunchOptionsEdit(cpu: .set(Cores(thousandths: 1000)))).memory == .gibibytes(8))
    }
}
