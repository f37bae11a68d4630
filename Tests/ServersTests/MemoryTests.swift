import Servers
import Testing

@Suite("What ran out of memory")
struct MemoryTests {
    private static func at(_ seconds: Int) -> Timestamp { Given.now + .seconds(seconds) }

    private func container(kills: Int?, startedAt: Timestamp = Given.now, generation: Int = 2) -> ObservedContainer {
        ObservedContainer(
            id: ContainerID("c"), name: "c", server: ServerID("aaaaaaaaaaaa"), generation: generation, state: .running,
            startedAt: startedAt, endpoint: nil, memoryKills: kills)
    }

    private func tracked(told kills: Int?, lastHint: Timestamp? = nil) throws -> TrackedServer {
        let report = OutOfMemory(at: Given.now, limit: .gibibytes(1), kernels: [], others: 1, remedy: nil)
        let record = kills.map {
            MemoryRecord(
                generation: 2, run: ContainerRun(container: ContainerID("c"), startedAt: Given.now), kills: $0,
                toldUntil: Given.now, lastHint: lastHint, last: report)
        }
        return TrackedServer(server: try Given.server(.running, generation: 2), status: nil, memory: record)
    }

    @Test("What was not told of is what the count rose by in this run; where nothing counts, later hints")
    func untold() throws {
        let hints = [Self.at(-5), Self.at(5)]
        let rows: [(told: Int?, ObservedContainer, hints: [Timestamp], expected: Int)] = [
            (nil, container(kills: 0), [], 0), (nil, container(kills: 2), [], 2), (2, container(kills: 2), [], 0),
            (2, container(kills: 3), [], 1), (3, container(kills: 1), [], 0),
            // The count is the truth, whatever is hinted.
            (2, container(kills: 2), hints, 0), (nil, container(kills: 1), hints, 1),
            // Another run counts from 0 again.
            (2, container(kills: 1, startedAt: Self.at(60)), [], 1),
            (nil, container(kills: nil), [], 0), (nil, container(kills: nil), hints, 2),
            (0, container(kills: nil), hints, 1),
            // An earlier generation's container is not this one's.
            (nil, container(kills: 4, generation: 1), [], 0),
        ]
        for row in rows {
            let tracked = try tracked(told: row.told, lastHint: row.told == nil ? nil : Given.now)
            #expect(tracked.untoldKills(in: row.1, hints: row.hints) == row.expected, "\(row)")
        }
    }

    private static func death(_ id: String, _ at: Int, _ outOfMemory: Bool? = true) -> KernelDeath {
        KernelDeath(kernel: id, name: "python3", path: "\(id).ipynb", at: self.at(at), outOfMemory: outOfMemory)
    }

    @Test("A kernel is named only where it is sure: a wrong name is worse than none")
    func blame() {
        let rows: [(String, [KernelDeath], killed: Int, expected: [String])] = [
            ("one that died of it", [Self.death("a", 1)], 1, ["a"]),
            ("none died: a kernel's child, a terminal's program", [], 1, []),
            ("killed by hand", [Self.death("a", 1, false)], 1, []),
            ("one by hand, one of it", [Self.death("a", 1, false), Self.death("b", 2)], 1, ["b"]),
            ("told of before", [Self.death("a", 0), Self.death("b", 1)], 1, ["b"]),
            ("both", [Self.death("a", 1), Self.death("b", 1)], 2, ["a", "b"]),
            ("one of two", [Self.death("a", 1)], 2, ["a"]),
            ("they cannot be told apart", [Self.death("a", 1), Self.death("b", 1)], 1, []),
            ("the server cannot count, but a hint is near", [Self.death("a", 3, nil)], 1, ["a"]),
            ("the server cannot count, and no hint is near", [Self.death("a", 300, nil)], 1, []),
        ]
        for row in rows {
            let found = row.1.ofMemory(killed: row.killed, after: Given.now, hints: [Self.at(2)])
            #expect(found.map(\.kernel) == row.expected, "\(row.0)")
        }
    }

    @Test("What helps is twice the limit, as far as the ceiling and the machine go, beyond the ceiling an admin")
    func remedy() {
        let rows: [(limit: Bytes, ceiling: Bytes?, host: Bytes, MemoryRemedy?)] = [
            (.gibibytes(1), .gibibytes(4), .gibibytes(16), .resize(.gibibytes(2))),
            (.gibibytes(3), .gibibytes(4), .gibibytes(16), .resize(.gibibytes(4))),
            (.gibibytes(4), .gibibytes(4), .gibibytes(16), .request(.gibibytes(8))),
            (.gibibytes(4), nil, .gibibytes(16), .request(.gibibytes(8))),
            (.gibibytes(10), .gibibytes(64), .gibibytes(16), .resize(.gibibytes(16))),
            (.gibibytes(16), .gibibytes(64), .gibibytes(16), nil),
            (.mebibytes(512), Bytes(1 << 30 + 4097), .gibibytes(16), .resize(.gibibytes(1))),
        ]
        for row in rows {
            #expect(MemoryRemedy(beyond: row.limit, ceiling: row.ceiling, host: row.host) == row.3, "\(row)")
        }
        #expect([Bytes.gibibytes(4), .mebibytes(1536), Bytes(1000)].map(\.option) == ["4G", "1536M", "1000"])
    }

    private func report(
        _ paths: [String?], others: Int, _ remedy: MemoryRemedy? = .resize(.gibibytes(4))
    ) -> OutOfMemory {
        OutOfMemory(
            at: Given.now, limit: .gibibytes(2),
            kernels: paths.map { OutOfMemory.Kernel(path: $0, name: "python3") }, others: others, remedy: remedy)
    }

    @Test("It is told in one sentence, with the remedy as a command")
    func sentence() throws {
        let key = ServerKey(owner: try UserName("ada"))
        let gpu = ServerKey(owner: key.owner, name: try ServerName("gpu"))
        #expect(
            report(["analysis.ipynb"], others: 0).explanation(for: key)
                == "Kernel analysis.ipynb ran out of memory at the limit of 2 GiB; 'berth resize --memory 4G' needs no restart"
        )
        #expect(
            report([], others: 1, .request(.gibibytes(4))).explanation(for: gpu)
                == "A process that is not known ran out of memory at the limit of 2 GiB; "
                + "an admin can give it more: 'berth request --memory 4G gpu'")
        #expect(report(["a", nil, "a"], others: 2, nil).explanation(for: key).hasPrefix("Kernel a, a python3 kernel "))
        #expect(report([nil], others: 2, nil).sentence.contains("notebook and 2 processes that are not known ran"))
        var remedied = report(["a"], others: 0)
        remedied.isRemedied = true
        #expect(!remedied.explanation(for: key).contains("resize"))
    }

    @Test("A notice fits what JupyterLab shows, whatever the notebook is called, and has the page only where one helps")
    func notice() {
        let run = ContainerRun(container: ContainerID("0123456789abcdef"), startedAt: Given.now)
        let long = String(repeating: "x", count: 180)
        let notices = [["work/a.ipynb"], ["\(long)/\(long)"], [nil], []].map { paths in
            Notice(report(paths, others: paths.isEmpty ? 1 : 0), run: run, kills: 3, page: "http://hub/resize")
        }
        #expect(
            notices[0].message == "Kernel a.ipynb was killed at the limit of 2 GiB. Resizing to 4 GiB needs no restart."
        )
        #expect(notices.allSatisfy { $0.message.count <= 112 && $0.action?.label == "Resize to 4 GiB" })
        #expect(notices[0].id == "oom-0123456789ab-\(Given.now.microseconds)-3")
        let none = Notice(report([], others: 2, nil), run: run, kills: 3, page: nil)
        #expect(none.action == nil && none.message == "2 processes were killed at the limit of 2 GiB.")
    }
}
