import DockerEngine
import Servers
import Support
import Testing

@testable import DockerRuntime

/// What engines tell on either version of the kernel's control groups; version 1 as an Engine 20.10 told it, version 2 by
/// the Engine's documentation.
@Suite("Resizing and measuring on a stub engine", .timeLimit(.minutes(1)))
struct ResizeTests {
    private static let cpu = #""cpu_usage":{"total_usage":42415197},"system_cpu_usage":4528020000000,"online_cpus":2"#

    private static let version1 = #"""
        {"read":"2026-11-26T16:44:09.925030497Z","preread":"0001-01-01T00:00:00Z","pids_stats":{"current":2},
        "num_procs":0,"storage_stats":{},"cpu_stats":{\#(cpu)},"precpu_stats":{"cpu_usage":{"total_usage":0}},
        "memory_stats":{"usage":1511424,"max_usage":4345856,"limit":268435456,"stats":{"cache":8192,"inactive_file":1,
        "rss":487424,"hierarchical_memory_limit":268435456,"total_cache":8192,"total_inactive_file":11424}},
        "networks":{"eth0":{"rx_bytes":90,"rx_packets":1,"tx_bytes":0}}}
        """#

    private static let version2 = #"""
        {"read":"2026-11-26T16:44:09.925030497Z","preread":"0001-01-01T00:00:00Z","pids_stats":{"current":2,"limit":4096},
        "num_procs":0,"storage_stats":{},"cpu_stats":{\#(cpu)},"precpu_stats":{"cpu_usage":{"total_usage":0}},
        "memory_stats":{"usage":1511424,"limit":268435456,"stats":{"active_anon":8192,"active_file":0,"anon":487424,
        "file":20000,"inactive_anon":471040,"inactive_file":11424,"kernel_stack":16384,"shmem":0,"slab":300}},
        "networks":{"eth0":{"rx_bytes":90,"rx_packets":1,"tx_bytes":0}}}
        """#

    private let limits = ContainerLimits(
        Resources(cpu: .init(reserve: Cores(thousandths: 500), burst: Cores(thousandths: 1500)), memory: .gibibytes(2)))

    private func host(_ memory: Int64 = 2 << 30, cpus: Int64 = 1_500_000_000) -> String {
        #"{"Memory":\#(memory),"MemorySwap":\#(memory),"NanoCpus":\#(cpus),"CpuShares":512,"PidsLimit":4096}"#
    }

    @Test("What is in use is the same figure by either version: without the cache that the kernel can drop")
    func usage() async throws {
        for stats in [Self.version1, Self.version2] {
            try await withStubRuntime { runtime, engine in
                engine.on("GET", "/containers/{id}/json") { _ in .json(inspection("a")) }
                engine.on("GET", "/containers/{id}/stats") { _ in .json(stats) }
                let usage = try await runtime.usage(of: ContainerID("a"))
                #expect(usage.memory == Bytes(1_500_000))
                #expect(usage.cpu == .nanoseconds(42_415_197))
                #expect(usage.pids == 2)
                #expect(usage.at.description == "2026-11-26T16:44:09.925031Z")
            }
        }
    }

    @Test("All limits go in one call, and are read back")
    func resized() async throws {
        let host = host()
        try await withStubRuntime { runtime, engine in
            engine.on("GET", "/containers/{id}/json") { _ in .json(inspection("a", host: host)) }
            engine.on("POST", "/containers/{id}/update") { _ in .json(#"{"Warnings":null}"#) }
            try await runtime.resize(ContainerID("a"), to: limits)
            #expect(
                engine.calls.first { $0.method == "POST" }?.bodyText
                    == #"{"CpuShares":512,"Memory":2147483648,"MemorySwap":2147483648,"NanoCpus":1500000000,"PidsLimit":4096}"#
            )
        }
    }

    @Test("An engine that says yes and did nothing has failed")
    func notReached() async throws {
        let host = host(1 << 30)
        try await withStubRuntime { runtime, engine in
            engine.on("GET", "/containers/{id}/json") { _ in .json(inspection("a", host: host)) }
            engine.on("POST", "/containers/{id}/update") { _ in .json(#"{"Warnings":null}"#) }
            let error = await failure { () throws(RuntimeError) in
                try await runtime.resize(ContainerID("a"), to: limits)
            }
            guard case .failed = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test("Version 1's refusal of less memory than is in use is told from other failures")
    func belowUse() async throws {
        let words = #"""
            Cannot update container a: runc did not terminate successfully: exit status 1: unable to set memory limit to \
            31457280 (current usage: 104857600, peak usage: 104857600): unknown
            """#
        for (message, isBelowUse) in [(words, true), ("Cannot update container a: read-only file system", false)] {
            try await withStubRuntime { runtime, engine in
                engine.on("GET", "/containers/{id}/json") { _ in .json(inspection("a")) }
                engine.on("POST", "/containers/{id}/update") { _ in .message(message, status: 500) }
                let error = await failure { () throws(RuntimeError) in
                    try await runtime.resize(ContainerID("a"), to: limits)
                }
                switch error {
                case .belowUse: #expect(isBelowUse)
                case .failed: #expect(!isBelowUse)
                default: Issue.record("\(String(describing: error))")
                }
            }
        }
    }

    @Test("A container of a host that bounds nothing has no limits, and is not called changed for it")
    func unbounded() async throws {
        for (host, isTold) in [(host(), true), (host(0), false), (host(cpus: 0), false), ("{}", false)] {
            try await withStubRuntime { runtime, engine in
                engine.on("GET", "/containers/json") { _ in .json(#"[{"Id":"a","State":"running"}]"#) }
                engine.on("GET", "/containers/{id}/json") { _ in .json(inspection("a", host: host)) }
                let found = try await runtime.containers()
                #expect(found.first?.limits == (isTold ? limits : nil))
            }
        }
    }
}
