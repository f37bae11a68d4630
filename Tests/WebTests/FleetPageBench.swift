import Foundation
import Hummingbird
import Logging
import Testing

@testable import Web

/// Where the sockets are to be, where this is a benchmark.
private let folder = ProcessInfo.processInfo.environment["BERTH_BENCH_FLEET_PAGE"]

/// Serves the pages of three fleets side by side until it is ended, for `scripts/bench/fleet-page`, which looks at them in
/// Chromium. Not a test: it checks nothing.
@Suite("The fleet's page in a browser", .enabled(if: folder != nil))
struct FleetPageBench {
    @Test("Three fleets are served, each on a socket of its own")
    func serve() async throws {
        let folder = try #require(folder)
        let logger = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for count in [100, 1000, 10_000] {
                let fleet = try await StoredFleet(count)
                let configuration = WebConfiguration(
                    socketPath: "\(folder)/\(count).sock", version: "0", launchWait: .zero, metrics: { "" })
                group.addTask {
                    let application = buildApplication(fleet.useCases, configuration: configuration, logger: logger) {
                        let cookie = URL(filePath: "\(folder)/\(count).cookie")
                        try? Data(fleet.cookie.utf8).write(to: cookie, options: .atomic)
                    }
                    try await application.run()
                }
            }
            try await group.waitForAll()
        }
    }
}
