import Foundation

/// Reads how many processes the kernel has killed for memory in a container, from the host's cgroup files.
///
/// The container's group is that of its first process, and is believed only if the container's id is part of its path: a
/// process of that number may be another's, where the engine's processes are not this host's.
struct MemoryKillCount: Sendable {
    /// What stands before `/proc` and `/sys`; empty but in tests.
    private let root: String

    init(root: String = "") { self.root = root }

    /// Nil where it cannot be read, and for a container that does not run.
    func count(process: Int, of container: String) -> Int? {
        guard process > 0, !container.isEmpty, let groups = read("/proc/\(process)/cgroup"),
            let file = Self.file(groups, of: container)
        else { return nil }
        return read(file).flatMap(Self.kills)
    }

    /// The file that counts, given what `/proc/<pid>/cgroup` says: v1's memory controller where there is one, else v2.
    static func file(_ groups: String, of container: String) -> String? {
        let lines = groups.split(separator: "\n").map { $0.split(separator: ":", maxSplits: 2).map(String.init) }
        for line in lines where line.count == 3 && line[1].split(separator: ",").contains("memory") {
            return own(line[2], of: container).map { "/sys/fs/cgroup/memory\($0)/memory.oom_control" }
        }
        // v2's line has no controllers: `0::/path`.
        for line in groups.split(separator: "\n") where line.hasPrefix("0::") {
            return own(String(line.dropFirst(3)), of: container).map { "/sys/fs/cgroup\($0)/memory.events" }
        }
        return nil
    }

    /// The path down to the part that names the container, as each driver of the engine does: `/docker/<id>`,
    /// `/system.slice/docker-<id>.scope`. Below it may be groups that the container made itself.
    private static func own(_ path: String, of container: String) -> String? {
        let parts = path.split(separator: "/")
        guard !parts.contains(".."), let last = parts.lastIndex(where: { $0.contains(container) }) else { return nil }
        return "/" + parts[...last].joined(separator: "/")
    }

    /// The number in the line `oom_kill 3`, which both versions have.
    static func kills(_ counters: String) -> Int? {
        for line in counters.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 2, words[0] == "oom_kill" { return Int(words[1]) }
        }
        return nil
    }

    private func read(_ path: String) -> String? {
        FileManager.default.contents(atPath: root + path).map { String(decoding: $0, as: UTF8.self) }
    }
}
