import HubAPI
import Servers

/// What running servers use, as a table with its sums. Pure.
struct TopTable: Sendable {
    let servers: [FleetServer]

    var lines: [String] { [sums, ""] + table.lines }

    private var sums: String {
        let cores = servers.compactMap(\.usage?.cpu).reduce(0, +)
        let memory = servers.compactMap(\.usage?.memory).reduce(0, +)
        let count = servers.count == 1 ? "1 server" : "\(servers.count) servers"
        return "\(count), \(Cores(measured: cores).words) and \(Bytes(memory)) in use"
    }

    private var table: Table {
        Table(
            headings: ["SERVER", "CPU", "MEMORY", "MEM %", "PEAK", "PIDS", "PROFILE"],
            rows: servers.map { server in
                let (usage, limits) = (server.usage, server.resources)
                let share = usage.flatMap { used in limits.map { Self.percent(used.memory, of: $0.memory) } }
                return [
                    server.fullName, Self.pair(usage?.cpu.map(CoresText.rounded), limits?.cpuText),
                    Self.pair((usage?.memory).map { "\(Bytes($0))" }, limits?.memoryText), share ?? "",
                    (usage?.peakMemory).map { "\(Bytes($0))" } ?? "", usage?.pids.map(String.init) ?? "",
                    server.profile ?? "",
                ]
            })
    }

    /// `0.52 / 2`: what is used, and what may be.
    private static func pair(_ used: String?, _ limit: String?) -> String {
        "\(used ?? "-") / \(limit ?? "-")"
    }

    private static func percent(_ part: Int64, of whole: Int64) -> String {
        whole > 0 ? "\(Int((Double(part) / Double(whole) * 100).rounded()))" : ""
    }
}

extension UsageModel {
    /// `0.52 cores, 312 MiB (at most 400 MiB), 12 processes`.
    var text: String {
        let parts = [
            cpu.map { Cores(measured: $0).words }, "\(Bytes(memory)) (at most \(Bytes(peakMemory)))",
            pids.map { $0 == 1 ? "1 process" : "\($0) processes and threads" },
        ]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }
}

extension CoresText {
    /// Measured cores, with two digits at most.
    static func rounded(_ number: Double) -> String { text((number * 100).rounded() / 100) }
}
