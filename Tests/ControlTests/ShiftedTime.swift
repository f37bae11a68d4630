import Servers
import Support
import Synchronization

/// A clock that can be set: who sleeps on it sleeps no longer or shorter for that.
final class ShiftedTime: TimeSource {
    let base = VirtualTime()
    private let offset = Mutex(Duration.zero)

    func shift(by duration: Duration) { offset.withLock { $0 += duration } }
    func now() -> Timestamp { base.now() + offset.withLock { $0 } }
    func uptime() -> Uptime { base.uptime() }
    func sleep(for duration: Duration) async throws { try await base.sleep(for: duration) }
}
