import GatewayControl
import Servers

/// What people did since the last report: for each server the latest moment.
struct ActivityBook {
    private var latest: [ServerKey: ActivityReport] = [:]

    mutating func note(_ report: ActivityReport) {
        if let known = latest[report.key], known.at >= report.at { return }
        latest[report.key] = report
    }

    /// Everything noted, oldest server name first, and forgets it.
    mutating func take() -> [ActivityReport] {
        defer { latest = [:] }
        return latest.values.sorted { $0.key < $1.key }
    }
}
