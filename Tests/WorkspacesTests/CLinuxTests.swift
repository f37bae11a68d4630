import CLinux
import Foundation
import Testing

@Suite("System calls")
struct CLinuxTests {
    @Test("Opening beneath a directory refuses to leave it", arguments: ["..", "/etc", "a/../../x", "link/passwd"])
    func beneath(path: String) async throws {
        try await withPlace { place in
            try place.makeDirectory(place.base + "/a")
            try place.link(place.base + "/link", to: "/etc")
            let directory = open(place.base, O_RDONLY | O_DIRECTORY)
            defer { close(directory) }
            let answer = berth_open_beneath(directory, path, O_RDONLY, 0)
            #expect([-EXDEV, -ELOOP].contains(answer))
        }
    }

    @Test("A detached program has its own session, its output in the log, and no descriptor of ours")
    func detached() async throws {
        try await withPlace { place in
            let kept = open("/dev/null", O_RDONLY)
            defer { close(kept) }
            let log = place.base + "/log"
            var pid: pid_t = 0
            let script = "echo $$; cut -d' ' -f6 /proc/$$/stat; ls /proc/$$/fd; echo bad >&2"
            let answer = withStrings(["sh", "-c", script]) { arguments in
                withStrings(["PATH=/usr/bin:/bin"]) { berth_spawn_detached("/bin/sh", arguments, $0, log, &pid) }
            }
            #expect(answer == 0)
            var status: Int32 = 0
            #expect(waitpid(pid, &status, 0) == pid)
            let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
            #expect(lines == ["\(pid)", "\(pid)", "0", "1", "2", "bad"])
        }
    }

    @Test("Starting what is not there is an error")
    func missingProgram() {
        var pid: pid_t = 0
        let answer = withStrings(["x"]) { berth_spawn_detached("/nowhere/x", $0, $0, "/dev/null", &pid) }
        #expect(answer == -ENOENT)
    }

    @Test("Nobody becomes root by dropping privileges")
    func dropToRoot() {
        #expect(berth_drop_privileges(0, 1) == -EINVAL)
        #expect(berth_drop_privileges(1, 0) == -EINVAL)
    }

    @Test("The other end of a Unix socket is known by its user id")
    func peer() {
        var ends: [Int32] = [0, 0]
        #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        defer { for end in ends { close(end) } }
        var user = uid_t.max
        #expect(berth_peer_uid(ends[0], &user) == 0)
        #expect(user == geteuid())
        #expect(berth_peer_uid(-1, &user) == -EBADF)
    }

    /// Calls `body` with C strings and the null that ends them.
    private func withStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) } + [nil]
        defer { for copy in copies { free(copy) } }
        return body(copies)
    }
}
