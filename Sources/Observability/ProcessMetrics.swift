package import CoreMetrics
package import Foundation
import Synchronization

/// What this process takes of its machine, by the names that Prometheus' own clients use.
package final class ProcessMetrics: Sendable {
    package static let help = [
        "process_cpu_seconds_total": "CPU time that this process has used, in seconds.",
        "process_resident_memory_bytes": "Memory of this process that is in RAM.",
        "process_open_fds": "Files and sockets that this process has open.",
        "process_start_time_seconds": "When this process started, in seconds since 1970.",
    ]

    private let cpu: FloatingPointCounter
    private let memory: Meter
    private let files: Meter
    private let counted = Mutex(0.0)

    /// To be made as the process starts.
    package init(_ factory: any MetricsFactory, startedAt: Date = Date()) {
        cpu = FloatingPointCounter(label: "process_cpu_seconds", factory: factory)
        memory = Meter(label: "process_resident_memory_bytes", factory: factory)
        files = Meter(label: "process_open_fds", factory: factory)
        Meter(label: "process_start_time_seconds", factory: factory).set(startedAt.timeIntervalSince1970)
    }

    /// Measures now. What cannot be read stays as it was.
    package func measure() {
        var usage = rusage()
        if getrusage(Int32(RUSAGE_SELF.rawValue), &usage) == 0 {
            let seconds = [usage.ru_utime, usage.ru_stime].reduce(0.0) {
                $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1_000_000
            }
            let more = counted.withLock { counted in
                defer { counted = max(counted, seconds) }
                return seconds - counted
            }
            if more > 0 { cpu.increment(by: more) }
        }
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
        if let resident = pages?.dropFirst().first.flatMap({ Int($0) }) { memory.set(resident * Int(getpagesize())) }
        if let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            // One of them is the look itself.
            files.set(max(open.count - 1, 0))
        }
    }
}
