import Servers
import Testing

private func at(_ minutes: Double) -> Timestamp { Timestamp(microseconds: Int64(minutes * 60 * 1e6)) }

@Suite("What is seen of a server's activity")
struct EvidenceTests {
    private static func kernel(_ path: String?, _ state: String, last: Double?) -> NotebookKernel {
        NotebookKernel(
            id: "k", name: "python3", path: path, state: state, lastActivity: last.map(at), connections: 0)
    }

    @Test(
        "A kernel that computes counts now, any other when it last said something, and none is of the future",
        arguments: [
            (kernel("a.ipynb", "busy", last: 3), Evidence(.busyKernel, "a.ipynb", at: at(9), since: at(3))),
            (kernel("a.ipynb", "busy", last: 99), Evidence(.busyKernel, "a.ipynb", at: at(9), since: at(9))),
            (kernel("a.ipynb", "busy", last: nil), Evidence(.busyKernel, "a.ipynb", at: at(9))),
            (kernel("a.ipynb", "idle", last: 3), Evidence(.kernel, "a.ipynb", at: at(3))),
            (kernel(nil, "starting", last: 1), Evidence(.kernel, "python3", at: at(1))),
            (kernel(nil, "idle", last: 99), Evidence(.kernel, "python3", at: at(9))),
            (kernel(nil, "idle", last: nil), nil),
        ])
    func kernels(kernel: NotebookKernel, expected: Evidence?) {
        #expect(NotebookActivity(kernels: [kernel]).evidence(at: at(9)) == [expected].compactMap(\.self))
    }

    @Test("A terminal counts when it last had something to do")
    func terminals() {
        let activity = NotebookActivity(
            kernels: [],
            terminals: [.init(name: "1", lastActivity: at(4)), .init(name: "2", lastActivity: nil)])
        #expect(activity.evidence(at: at(9)) == [Evidence(.terminal, "1", at: at(4))])
    }

    /// A minute in which so much was used.
    private static func window(cores: Double, disk: Double? = nil, network: Double? = nil) -> UsageWindow? {
        func sample(_ minutes: Double) -> ContainerUsage {
            ContainerUsage(
                at: at(minutes), memory: .mebibytes(1), cpu: .seconds(cores * 60 * minutes),
                disk: disk.map { Bytes(Int64($0 * 60 * minutes)) },
                network: network.map { Bytes(Int64($0 * 60 * minutes)) })
        }
        return UsageWindow(from: sample(1), to: sample(2))
    }

    @Test(
        "Processes count from what an idle server does not use; what the engine does not count proves nothing",
        arguments: [
            // One idle kernel, five of them, and a tab that nobody looks at, as measured.
            (window(cores: 0.0002), []), (window(cores: 0.001, disk: 0, network: 400), []),
            (window(cores: 0.005, network: 2200), []),
            (window(cores: 0.06), [.cpu]), (window(cores: 1.5, disk: 0), [.cpu]),
            (window(cores: 0, network: 200_000), [.io]), (window(cores: 0.01, disk: 5e6), [.io]),
            (window(cores: 1, disk: 5e6, network: 5e6), [.cpu, .io]),
        ] as [(UsageWindow?, [Evidence.Kind])])
    func processes(window: UsageWindow?, expected: [Evidence.Kind]) {
        #expect(window?.evidence().map(\.kind) == expected)
        #expect(window?.evidence().allSatisfy { $0.at == at(2) } == true)
    }

    @Test(
        "On a crowded machine work gets less and is work all the same, but never as little as a tab takes",
        arguments: [
            (0.04, 1, []), (0.04, 0.1, []), (0.04, 2, [.cpu]), (0.02, 2, []), (0.021, 100, [.cpu]), (0.019, 100, []),
        ] as [(Double, Double, [Evidence.Kind])])
    func crowded(cores: Double, crowding: Double, expected: [Evidence.Kind]) {
        #expect(Self.window(cores: cores)?.evidence(crowding: crowding).map(\.kind) == expected)
    }

    @Test("Samples that cannot be compared are no window")
    func incomparable() {
        let sample = ContainerUsage(at: at(1), memory: .mebibytes(1), cpu: .seconds(9))
        #expect(UsageWindow(from: sample, to: sample) == nil)
        let anew = ContainerUsage(at: at(2), memory: .mebibytes(1), cpu: .seconds(1))
        #expect(UsageWindow(from: sample, to: anew) == nil)
    }

    /// What looks find in samples at these seconds, of which each has used so much processor time and is so old.
    private static func looks(_ samples: [(at: Double, cpu: Double)?], age: Double = 30) -> [[Evidence.Kind]?] {
        var kept = UsageSamples()
        return samples.map { sample in
            kept.take(
                sample.map { ContainerUsage(at: at($0.at / 60), memory: .mebibytes(1), cpu: .seconds($0.cpu)) },
                at: at(((sample?.at ?? 0) + age) / 60)
            )?.map(\.kind)
        }
    }

    @Test("What processes use is known from the second sample on, and not where there is none")
    func samples() {
        #expect(Self.looks([(0, 1), (60, 1), nil, (180, 31), (180.5, 0)]) == [nil, [], nil, [.cpu], nil])
    }

    @Test(
        "One look may find no newer sample, the next may not: where servers are many, samples come as seldom as looks")
    func sameSample() {
        #expect(
            Self.looks([(0, 1), (0, 1), (60, 1), (60, 1), (60, 1), (120, 9), (120, 9)])
                == [nil, nil, [], [], nil, [.cpu], []])
        // A young one is good for any number of looks, once it was compared with another.
        #expect(Self.looks([(0, 1), (0, 1), (60, 1), (60, 1), (60, 1)], age: 1) == [nil, nil, [], [], []])
    }

    @Test("A sample at once after another is held against the one before, so that our own questions are nobody's work")
    func shortWindow() {
        #expect(Self.looks([(0, 1), (60, 1), (60.2, 1.03), (120, 1.04)]) == [nil, [], [], []])
        #expect(Self.looks([(0, 1), (0.2, 1.03), (60, 1.1)]) == [nil, nil, []])
        // A job that began a minute ago shows at once, and goes on showing.
        #expect(Self.looks([(0, 1), (60, 61), (60.2, 61.2), (120, 61.2)]) == [nil, [.cpu], [.cpu], []])
        #expect(Self.looks([(0, 1), (60, 1), (61, 2), (62, 3), (63, 4)]) == [nil, [], [], [.cpu], [.cpu]])
    }

    @Test("The latest of each is kept, the latest first")
    func latest() {
        let before = [
            Evidence(.kernel, "a", at: at(5)), Evidence(.kernel, "b", at: at(1)), Evidence(.cpu, "1 cores", at: at(2)),
        ]
        let found = [
            Evidence(.kernel, "b", at: at(7)), Evidence(.cpu, "2 cores", at: at(6)), Evidence(.kernel, "a", at: at(4)),
        ]
        #expect(
            before.updated(with: found, ofNotebook: true)
                == [
                    Evidence(.kernel, "b", at: at(7)), Evidence(.cpu, "2 cores", at: at(6)),
                    Evidence(.kernel, "a", at: at(5)),
                ])
    }

    @Test(
        "A kernel that was busy and is not, or is gone, was last when it was seen so; one that was not asked for stays busy"
    )
    func noLongerBusy() {
        let busy = [Evidence(.busyKernel, "a", at: at(5), since: at(1))]
        #expect(busy.updated(with: [], ofNotebook: true) == [Evidence(.kernel, "a", at: at(5))])
        #expect(
            busy.updated(with: [Evidence(.kernel, "a", at: at(3))], ofNotebook: true) == [
                Evidence(.kernel, "a", at: at(5))
            ])
        #expect(busy.updated(with: [Evidence(.cpu, at: at(4))], ofNotebook: false).first == busy.first)
        let on = Evidence(.busyKernel, "a", at: at(6), since: at(1))
        #expect(busy.updated(with: [on], ofNotebook: true) == [on])
    }

    @Test("A busy kernel that never says when it said something is silent since it was first seen busy")
    func silentFromTheStart() {
        var evidence: [Evidence] = []
        for minute in [1.0, 2, 3] {
            evidence = evidence.updated(with: [Evidence(.busyKernel, "a", at: at(minute))], ofNotebook: true)
        }
        #expect(evidence == [Evidence(.busyKernel, "a", at: at(3), since: at(1))])
    }

    @Test("Only the last few are kept, however many a server tells of")
    func few() {
        let many = (0..<100).map { Evidence(.kernel, "\($0)", at: at(Double($0))) }
        let kept = [Evidence]().updated(with: many, ofNotebook: true)
        #expect(kept.map(\.what) == (92..<100).reversed().map { "\($0)" })
    }

    @Test("After the clock was set nothing is ahead of it, and it is evidence itself")
    func clock() {
        let evidence = [Evidence(.busyKernel, "a", at: at(9), since: at(8)), Evidence(.terminal, "1", at: at(1))]
        let set = evidence.clockWasSet(at: at(5))
        #expect(
            Set(set) == [
                Evidence(.clock, at: at(5)), Evidence(.busyKernel, "a", at: at(5), since: at(5)),
                Evidence(.terminal, "1", at: at(1)),
            ])
    }

    @Test(
        "The last activity is the latest of all, and now while a kernel is busy, but for one that was silent too long",
        arguments: [
            ([], nil), ([Evidence(.kernel, "a", at: at(5)), Evidence(.cpu, at: at(3))], at(5)),
            ([Evidence(.busyKernel, "a", at: at(5), since: at(1)), Evidence(.cpu, at: at(7))], at(60)),
            ([Evidence(.busyKernel, "a", at: at(5), since: at(60 - 73 * 60))], at(60 - 60)),
            ([Evidence(.clock, at: at(9)), Evidence(.keep, at: at(99))], nil),
            ([Evidence(.kernel, "a", at: at(99))], at(60)),
        ] as [([Evidence], Timestamp?)])
    func lastActivity(evidence: [Evidence], expected: Timestamp?) {
        #expect(evidence.lastActivity(at: at(60)) == expected)
    }
}
