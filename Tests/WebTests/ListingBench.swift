import Foundation
import Servers
import Testing

@testable import SQLiteStore

/// Whether this is a benchmark.
private let isBenchmark = ProcessInfo.processInfo.environment["BERTH_BENCH_LISTING"] != nil

/// What it costs to list many servers, out of a store in a file. `scripts/bench/listing` runs it. Not a test: it checks
/// nothing but that the answers are whole.
@Suite("The cost of listing", .serialized, .enabled(if: isBenchmark))
struct ListingBench {
    private static let pages = "application/jupyterhub-pagination+json"
    private static let runs = 7

    /// At once, whatever standard output is.
    private static func say(_ text: String) { FileHandle.standardOutput.write(Data("bench: \(text)\n".utf8)) }

    /// Processor time of this process.
    private static var spent: Duration {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// The median processor time of `body`, in milliseconds.
    private static func cost(_ body: () async throws -> Void) async throws -> Double {
        var costs: [Duration] = []
        for _ in 0..<runs {
            let before = spent
            try await body()
            costs.append(spent - before)
        }
        return costs.sorted()[runs / 2] / .milliseconds(1)
    }

    @Test("Servers listed whole, in pages, filtered and sorted", arguments: [100, 1000, 10_000])
    func listing(count: Int) async throws {
        let fleet = try await StoredFleet(count)
        var costs: [(String, Double)] = []
        func measure(_ name: String, _ body: () async throws -> Void) async throws {
            costs.append((name, try await Self.cost(body)))
        }
        for (name, path) in [
            ("a page of 50", "/servers?limit=50"), ("by phase", "/servers?filter=phase:started&limit=50&sort=-since"),
            ("by profile", "/servers?filter=profile:small&limit=50"),
            ("by idleness and memory", "/servers?filter=idle:%3E1h+used:%3E1%25&limit=50&sort=-idle"),
            ("by group", "/servers?filter=group:g1&limit=50"), ("by verdict", "/servers?filter=-verdict:reap&limit=50"),
            ("a page of 50 users", "/users?limit=50"),
        ] {
            try await measure(name) { try await fleet.ask(path, accept: Self.pages) }
        }
        try await measure("whole") { try await fleet.ask("/servers", accept: "application/json") }
        try await measure("of which lines of names") { _ = try await fleet.store.fleet(of: nil, with: []) }
        try await measure("of which lines with all") {
            _ = try await fleet.store.fleet(of: nil, with: [.spec, .status])
        }
        try await measure("of which whole servers") { _ = try await fleet.store.servers(of: nil) }
        let whole = costs.first { $0.0 == "whole" }?.1 ?? 1
        for (name, cost) in costs {
            let share = whole > 0 ? "\((cost / whole * 1000).rounded() / 10) % of whole" : ""
            Self.say("\(count) servers, \(name): \((cost * 10).rounded() / 10) ms, \(share)")
        }
    }
}
