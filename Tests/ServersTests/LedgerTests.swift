import Testing

@testable import Servers

@Suite("The ledger of use: intervals")
struct LedgerTests {
    @Test("What is reserved counts from admission to the end, in one interval with all that it is summed by")
    func whole() throws {
        var bench = try LedgerBench()
        let began = bench.at
        try bench.launch()
        bench.pass(90)
        try bench.reach(.killInitiated)
        try bench.reach(.finished)
        let interval = try #require(bench.all.first)
        #expect(bench.all.count == 1 && bench.open == nil)
        #expect(interval.began == began && interval.ended - interval.began == .seconds(90))
        #expect(interval.subject.groups == ["art", "physics"] && interval.subject.profile == ProfileID("small"))
        #expect(
            interval.reserved
                == ReservedAmount(
                    cpu: LedgerBench.resources(cores: 1, gibibytes: 1).cpu,
                    memory: .gibibytes(1), gpus: 1))
        #expect(bench.sessions.map(\.lasted) == [.seconds(90)])
    }

    @Test("Nothing is reserved for what waits, and what ends there was no session")
    func queued() throws {
        var bench = try LedgerBench()
        try bench.reach(.accepted)
        bench.pass(90)
        try bench.reach(.killInitiated)
        try bench.reach(.finished)
        #expect(bench.all.isEmpty && bench.sessions.isEmpty)
    }

    @Test("A resize ends an interval and begins one at the same moment, each with what was reserved then")
    func resize() throws {
        var bench = try LedgerBench()
        try bench.launch()
        bench.pass(100)
        try bench.resize(LedgerBench.resources(cores: 2, gibibytes: 3))
        bench.pass(50)
        try bench.reach(.started)
        #expect(bench.all.map(\.reserved.memory) == [.gibibytes(1)], "what is not known yet is not written down")
        try bench.reach(.finished)
        #expect(bench.all.map(\.reserved.memory) == [.gibibytes(1), .gibibytes(3)])
        #expect(bench.all.map { $0.ended - $0.began } == [.seconds(100), .seconds(50)])
        #expect(bench.all[0].ended == bench.all[1].began)
        #expect(bench.sessions.first?.fit.isResized == true)
    }

    @Test(
        "Processor time is the counter's difference: a crash in between loses none, a container started anew counts anew"
    )
    func counter() throws {
        var bench = try LedgerBench()
        try bench.launch()
        bench.pass(60)
        bench.read(cpu: 10, mebibytes: 100)
        try bench.keep()
        bench.pass(60)
        bench.read(cpu: 15, mebibytes: 100)
        bench.crash()
        bench.pass(60)
        bench.read(cpu: 25, mebibytes: 300)
        try bench.keep()
        #expect(bench.open?.used.cpu == .seconds(25) && bench.open?.until == bench.at)
        #expect(bench.open?.used.memory == 200.0 * 120 * 1_048_576 && bench.open?.used.peakMemory == .mebibytes(300))
        bench.end(finishedAt: bench.at)
        bench.pass(600)
        try bench.startContainer()
        bench.pass(60)
        bench.read(cpu: 30, mebibytes: 50)
        try bench.keep()
        #expect(bench.all.map(\.used.cpu) == [.seconds(25), .seconds(30)])
        #expect(bench.time() == .seconds(240))
    }

    @Test("Peaks of cores are over half a minute and more; a first second at full speed is none")
    func peaks() throws {
        var bench = try LedgerBench()
        try bench.launch()
        bench.pass(2)
        bench.read(cpu: 2, mebibytes: 100)
        try bench.keep()
        #expect(bench.open?.used.peakCores == nil)
        bench.pass(40)
        bench.read(cpu: 22, mebibytes: 100)
        try bench.keep()
        #expect(bench.open?.used.peakCores == 0.5)
    }

    @Test("A span that comes late, or twice, counts nothing again")
    func late() throws {
        var bench = try LedgerBench()
        try bench.launch()
        bench.pass(60)
        let server = bench.tracked.server.id
        let early = UsageSample(moment: bench.moment, cpu: .seconds(5), memory: .mebibytes(9))
        bench.pass(60)
        let later = UsageSample(moment: bench.moment, cpu: .seconds(8), memory: .mebibytes(9))
        var both = UsageSpan(of: server, ContainerID("c1"), first: early)
        both.take(later)
        var open = try #require(bench.open)
        for span in [
            UsageSpan(of: server, ContainerID("c1"), first: later), both,
            UsageSpan(of: server, ContainerID("c1"), first: early),
            UsageSpan(of: server, ContainerID("c2"), first: later),
        ] {
            #expect(open.take(span).isEmpty)
            #expect(open.used.cpu == .seconds(8))
        }
        open = try #require(bench.open)
        #expect(open.take(UsageSpan(of: server, ContainerID("c1"), first: early)).isEmpty)
        #expect(open.take(both).isEmpty && open.used.cpu == .seconds(8) && open.until == bench.at)
    }

    @Test(
        "A clock that is set back or ahead neither makes time nor takes any",
        arguments: [-7200.0, -30, 30, 7200, 90_000])
    func clock(step: Double) throws {
        var bench = try LedgerBench()
        let began = bench.at
        try bench.launch()
        bench.pass(100)
        bench.read(cpu: 1, mebibytes: 10)
        try bench.keep()
        bench.at = bench.at + .seconds(step)
        bench.pass(100)
        bench.read(cpu: 2, mebibytes: 10)
        try bench.keep()
        bench.pass(100)
        bench.end(finishedAt: bench.at)
        try bench.reach(.finished)
        #expect(bench.time() == .seconds(300))
        #expect(bench.all.first?.began == began)
        for (before, after) in zip(bench.all, bench.all.dropFirst()) { #expect(before.ended <= after.began) }
        if step > 60 { #expect(bench.all.last?.ended == bench.at, "the later interval is where the clock is") }
        try bench.relaunch()
        bench.pass(5)
        try bench.reach(.finished)
        #expect(bench.time() == .seconds(305))
        for (before, after) in zip(bench.all, bench.all.dropFirst()) { #expect(before.ended <= after.began) }
    }

    @Test(
        "A container that ended while nobody looked ended when it says so, in what the clock allows",
        arguments: [(-200.0, 100.0), (-20, 280), (0, 300), (50, 300), (-5000, 100)])
    func ended(ago: Double, counts: Double) throws {
        var bench = try LedgerBench()
        try bench.launch()
        bench.pass(100)
        bench.read(cpu: 1, mebibytes: 10)
        try bench.keep()
        bench.pass(200)
        bench.end(finishedAt: bench.at + .seconds(ago))
        bench.end(finishedAt: nil)
        bench.pass(60)
        try bench.reach(.killInitiated)
        try bench.reach(.finished)
        #expect(bench.time() == .seconds(counts))
        #expect(bench.sessions.map(\.lasted) == [.seconds(counts)])
    }

    @Test("Where the machine went down, what was written down is all; what runs again counts from then")
    func machine() throws {
        var bench = try LedgerBench()
        try bench.launch()
        bench.pass(100)
        bench.read(cpu: 7, mebibytes: 10)
        try bench.keep()
        bench.pass(40)
        bench.crash()
        (bench.boot, bench.up) = (2, 9_000_000)
        bench.at = bench.at + .seconds(3600)
        bench.end(finishedAt: bench.at)
        try bench.startContainer()
        bench.pass(50)
        bench.read(cpu: 2, mebibytes: 10)
        try bench.keep()
        #expect(bench.time() == .seconds(150))
        #expect(bench.all.map(\.used.cpu) == [.seconds(7), .seconds(2)])
        #expect(bench.all.last?.ended == bench.at)
    }

    @Test("A new day begins a new interval, with the first that is known of it")
    func day() throws {
        var bench = try LedgerBench()
        try bench.launch()
        for minute in 1...(26 * 60) {
            bench.pass(60)
            bench.read(cpu: Double(minute), mebibytes: 10)
            try bench.keep()
        }
        #expect(bench.all.count == 3 && bench.time() == .seconds(26 * 3600))
        for (before, after) in zip(bench.all, bench.all.dropFirst()) { #expect(before.ended == after.began) }
    }

    @Test("What ran before there was a ledger counts from the first reading on, without what it used before")
    func upgrade() throws {
        var bench = try LedgerBench()
        try bench.launch()
        var older = try LedgerBench()
        older.adopt(bench.tracked)
        older.pass(1000)
        older.read(cpu: 500, mebibytes: 10)
        older.pass(60)
        older.read(cpu: 520, mebibytes: 10)
        try older.keep()
        #expect(older.time() == .seconds(60) && older.open?.used.cpu == .seconds(20))
        #expect(older.open?.session.startedAt != nil)
    }

    private enum Deed: CaseIterable { case pass, read, keep, crash, resize, setClock, reboot, startAnew, relaunch }

    @Test(
        "Whatever happens in whatever order, intervals add up to what really ran, and never overlap", arguments: 0..<200
    )
    func random(seed: UInt64) throws {
        var random = Seeded(state: seed)
        var bench = try LedgerBench()
        try bench.launch()
        // How long it really had so much memory. What a machine's end takes is what was not written down.
        var real: [Bytes: Duration] = [:]
        var (unwritten, memory) = (Duration.zero, Bytes.gibibytes(1))
        // The container's counter, the same as last written down, and what earlier runs used.
        var (counter, written, used) = (0.0, 0.0, 0.0)
        func write() {
            real[memory, default: .zero] += unwritten
            unwritten = .zero
        }
        for _ in 0..<60 {
            switch try #require(Deed.allCases.randomElement(using: &random)) {
            case .pass:
                let seconds = Double(Int.random(in: 1...5000, using: &random))
                bench.pass(seconds)
                unwritten += .seconds(seconds)
                counter += Double(Int.random(in: 0...100, using: &random))
            case .read: bench.read(cpu: counter, mebibytes: Int64.random(in: 1...900, using: &random))
            case .keep:
                bench.read(cpu: counter, mebibytes: 5)
                try bench.keep()
                write()
                written = counter
            case .crash: bench.crash()
            case .resize:
                write()
                let others = (1...8).map { Bytes.gibibytes($0) }.filter { $0 != memory }
                memory = try #require(others.randomElement(using: &random))
                try bench.resize(LedgerBench.resources(cores: 1, gibibytes: memory.count >> 30))
            case .setClock: bench.at = bench.at + .seconds(Double(Int.random(in: -90_000...90_000, using: &random)))
            case .reboot:
                bench.crash()
                (bench.boot, bench.up) = (bench.boot + 1, 1)
                bench.at = bench.at + .seconds(300)
                try bench.startContainer()
                used += written
                (unwritten, counter, written) = (.zero, 0, 0)
            case .startAnew:
                bench.read(cpu: counter, mebibytes: 5)
                bench.end(finishedAt: bench.at)
                write()
                bench.pass(30)
                try bench.startContainer()
                used += counter
                (counter, written) = (0, 0)
            case .relaunch:
                bench.read(cpu: counter, mebibytes: 5)
                bench.end(finishedAt: bench.at)
                write()
                bench.pass(3)
                try bench.reach(.finished)
                try bench.relaunch()
                used += counter
                (memory, counter, written) = (.gibibytes(1), 0, 0)
            }
        }
        bench.read(cpu: counter, mebibytes: 5)
        try bench.keep()
        write()
        for (memory, time) in real { #expect(bench.time { $0.reserved.memory == memory } == time) }
        #expect(bench.time() == real.values.reduce(.zero, +))
        for (before, after) in zip(bench.all, bench.all.dropFirst()) { #expect(before.ended <= after.began) }
        #expect(bench.all.allSatisfy { $0.ended >= $0.began })
        #expect(bench.all.reduce(.zero) { $0 + $1.used.cpu } == .seconds(used + counter))
    }
}
