import Servers
import Testing

@testable import DockerRuntime

@Suite("Parts of the runtime", .timeLimit(.minutes(1)))
struct PartsTests {
    @Test("The limiter never lets more through than it may, and everyone gets a turn")
    func limiter() async throws {
        let limiter = CallLimiter(3)
        let load = Load()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask { try await limiter.run { await load.carry(10) } }
            }
            try await group.waitForAll()
        }
        #expect(load.most <= 3 && load.done == 50)
    }

    @Test("One who gives up waiting leaves the queue, and the place is not lost")
    func cancelledWaiter() async throws {
        let limiter = CallLimiter(1)
        let (gate, open) = AsyncStream<Void>.makeStream()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            let (entered, enter) = AsyncStream<Void>.makeStream()
            group.addTask {
                try await limiter.run {
                    enter.finish()
                    for await _ in gate {}
                }
                return true
            }
            for await _ in entered {}
            let wasCancelled = await withTaskGroup(of: Bool.self) { waiting in
                waiting.addTask {
                    do {
                        try await limiter.run {}
                        return false
                    } catch {
                        return error is CancellationError
                    }
                }
                while limiter.waiting == 0 { await Task.yield() }
                waiting.cancelAll()
                return await waiting.next() ?? false
            }
            #expect(wasCancelled && limiter.waiting == 0)
            open.finish()
            try await group.waitForAll()
        }
        let again = try await limiter.run { 7 }
        #expect(again == 7)
    }

    @Test(
        "A log's tail is its last bytes",
        arguments: [(0, ""), (3, "fgh"), (8, "abcdefgh"), (100, "abcdefgh")])
    func tail(_ limit: Int, _ expected: String) {
        var tail = LogTail(limit: limit)
        for piece in ["a", "bcd", "", "efg", "h"] { tail.append(Array(piece.utf8)) }
        #expect(String(decoding: tail.contents, as: UTF8.self) == expected)
    }

    @Test("A program's code and first words are told; arguments are never a shell's")
    func command() async throws {
        let sh = try #require(Command.find("sh"))
        let bad = try await sh.run(["-c", "echo $1 >&2; exit 3", "sh", "a; b"])
        #expect(bad.code == 3 && bad.firstLine == "a; b" && !bad.isSuccess)
        #expect(Command.find("no-such-program-here") == nil)
        await #expect(throws: RuntimeError.self) { _ = try await Command(path: "/nowhere/x").run([]) }
    }

    @Test("This process has its loopback address")
    func addresses() {
        #expect(hostAddresses().contains("127.0.0.1"))
    }
}
