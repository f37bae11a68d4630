import Servers
import Support
import Synchronization
import Testing

@Suite("The clock that tests move", .timeLimit(.minutes(1)))
struct VirtualTimeTests {
    @Test("Sleepers wake when their time has come and not before, and see the new time")
    func wakes() async throws {
        let time = VirtualTime()
        let start = time.now()
        async let first = sleep(time, .seconds(2))
        async let second = sleep(time, .seconds(5))
        try await time.waitForSleepers(count: 2)
        #expect(time.sleeping == [.seconds(2), .seconds(5)])
        time.advance(by: .seconds(3))
        #expect(try await first == start + .seconds(3))
        #expect(time.sleeping == [.seconds(2)])
        #expect(time.advanceToNextSleeper() == .seconds(2))
        #expect(try await second == start + .seconds(5))
        #expect(time.advanceToNextSleeper() == nil)
    }

    @Test("A cancelled sleeper wakes at once with a cancellation, and so does one who waits for sleepers")
    func cancelled() async throws {
        let time = VirtualTime()
        let sleeper = Task { try await time.sleep(for: .seconds(1)) }
        try await time.waitForSleepers(count: 1)
        let watcher = Task { try await time.waitForSleepers(count: 2) }
        watcher.cancel()
        sleeper.cancel()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
        await #expect(throws: CancellationError.self) { try await watcher.value }
        #expect(time.sleeping == [])
    }

    @Test("Who sleeps for nothing does not sleep")
    func nothing() async throws {
        try await VirtualTime().sleep(for: .zero)
    }

    private func sleep(_ time: VirtualTime, _ duration: Duration) async throws -> Timestamp {
        try await time.sleep(for: duration)
        return time.now()
    }
}
