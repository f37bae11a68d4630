import Foundation
import Servers

/// The machine's clock.
struct SystemTime: TimeSource {
    /// Linux' own name for the present boot. Where it has none, each process counts as a boot of its own.
    private static let boot: String = {
        let id = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        return id?.trimmingCharacters(in: .whitespacesAndNewlines) ?? UUID().uuidString
    }()

    func now() -> Timestamp { Timestamp(Date()) }

    func uptime() -> Uptime {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Uptime(boot: Self.boot, microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }
}
