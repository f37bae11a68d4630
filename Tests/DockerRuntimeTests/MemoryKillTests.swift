import Foundation
import Servers
import Testing

@testable import DockerRuntime

@Suite("Counting what the kernel kills for memory")
struct MemoryKillTests {
    private static let id = String(repeating: "ab", count: 32)
    private static let v1 = """
        12:pids:/docker/\(id)
        11:cpu,cpuacct:/docker/\(id)
        5:memory:/docker/\(id)
        1:name=systemd:/docker/\(id)
        0::/docker/\(id)
        """

    @Test("The file is that of the container's own group, in either version and with either driver")
    func files() {
        let id = Self.id
        let rows: [(groups: String, expected: String?)] = [
            (Self.v1, "/sys/fs/cgroup/memory/docker/\(id)/memory.oom_control"),
            (
                "5:memory:/system.slice/docker-\(id).scope\n0::/x",
                "/sys/fs/cgroup/memory/system.slice/docker-\(id).scope/memory.oom_control"
            ),
            ("0::/system.slice/docker-\(id).scope\n", "/sys/fs/cgroup/system.slice/docker-\(id).scope/memory.events"),
            ("0::/docker/\(id)", "/sys/fs/cgroup/docker/\(id)/memory.events"),
            // A group that the container made for its own first process.
            ("0::/docker/\(id)/init.scope", "/sys/fs/cgroup/docker/\(id)/memory.events"),
            // Another's process of that number; a path from within another namespace; nonsense.
            ("0::/user.slice/session-2.scope", nil), ("5:memory:/\n0::/docker/\(id)", nil),
            ("0::/../../docker/\(id)", nil), ("", nil), ("memory", nil),
        ]
        for row in rows { #expect(MemoryKillCount.file(row.groups, of: id) == row.expected, "\(row.groups)") }
    }

    @Test(
        "The count is the line oom_kill of either version",
        arguments: [
            ("oom_kill_disable 0\nunder_oom 0\noom_kill 3\n", 3),
            ("low 0\nhigh 0\nmax 812\noom 5\noom_kill 4\noom_group_kill 0\n", 4), ("under_oom 0\n", nil), ("", nil),
        ] as [(String, Int?)])
    func kills(_ counters: String, _ expected: Int?) {
        #expect(MemoryKillCount.kills(counters) == expected)
    }

    @Test("A host's files are read beneath its own /proc and /sys; what is missing is not known")
    func reading() throws {
        let root = NSTemporaryDirectory() + "cgroup-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: root) }
        let group = "\(root)/sys/fs/cgroup/memory/docker/\(Self.id)"
        for folder in ["\(root)/proc/42", group] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        try Self.v1.write(toFile: "\(root)/proc/42/cgroup", atomically: true, encoding: .utf8)
        let count = MemoryKillCount(root: root)
        #expect(count.count(process: 42, of: Self.id) == nil)
        try "oom_kill 7\n".write(toFile: "\(group)/memory.oom_control", atomically: true, encoding: .utf8)
        #expect(count.count(process: 42, of: Self.id) == 7)
        #expect(count.count(process: 43, of: Self.id) == nil)
        #expect(count.count(process: 0, of: Self.id) == nil)
        #expect(count.count(process: 42, of: String(repeating: "cd", count: 32)) == nil)
    }

    @Test(
        "On the real engine a process that is killed for memory is counted and hinted at; one killed by hand is neither"
    )
    func realEngine() async throws {
        try await RealEngine.with { engine in
            let running = try await engine.started()
            #expect(running.memoryKills == 0)
            var hints = engine.runtime.hints().makeAsyncIterator()
            _ = try await engine.inside(running.id, "sleep 60 & kill -9 $!; wait")
            #expect(try await engine.runtime.containers(of: running.server).first?.memoryKills == 0)
            // The container has 64 MiB.
            let before = Timestamp(Date())
            _ = try await engine.inside(
                running.id, "echo 1000 >/proc/self/oom_score_adj; exec dd if=/dev/zero of=/dev/null bs=128M count=1")
            while let hint = try await hints.next() {
                guard case .outOfMemory(let moment) = hint.kind else { continue }
                #expect(hint.server == running.server && moment > before - .seconds(1))
                break
            }
            let after = try #require(try await engine.runtime.containers(of: running.server).first)
            #expect(after.memoryKills == 1 && after.state == .running)
        }
    }
}
