import Foundation
import Servers

/// The machine's clock.
struct SystemTime: TimeSource {
    func now() -> Timestamp { Timestamp(Date()) }

    func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }
}
