import ArgumentParser
import Foundation
import HubAPI
import Servers

/// `berth capacity`
struct CapacityCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "capacity",
        abstract: "Show what there is, what of it is reserved, and who waits.",
        discussion: """
            TOTAL is what may be promised: what the machine has, less the operator's reserve, times the over-commit
            factors of the configuration. A launch that does not fit waits in the queue, and starts by itself.

              berth capacity
              berth capacity --output json | jq '.nodes[].free.memory'
            """)

    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let capacity = try await context.withHub(hub) { try await $0.capacity() }
        switch format.output {
        case .json: context.output.write(try JSONText.pretty(capacity))
        case .table: for line in capacity.lines(now: context.now()) { context.output.write(line) }
        }
    }
}

extension CapacityModel {
    func lines(now: Date) -> [String] {
        let table = Table(
            headings: ["NODE", "WHAT", "TOTAL", "RESERVED", "USED", "FREE"], rows: nodes.flatMap(\.rows))
        let drain = draining.map { ["", TerminalText.safe("No launches are taken: \($0)")] } ?? []
        if queue.isEmpty { return table.lines + drain + ["", "Nobody waits."] }
        return table.lines + drain + [""] + queueTable(now).lines
    }

    private func queueTable(_ now: Date) -> Table {
        Table(
            headings: ["PLACE", "SERVER", "CPU", "MEMORY", "GPUS", "ASKED", "WAITS FOR", "ABOUT"],
            rows: queue.map { waiting in
                [
                    "\(waiting.queue.position)", waiting.server ?? "another's", CoresText.text(waiting.needs.cpu),
                    "\(Bytes(waiting.needs.memory))", waiting.gpus == 0 ? "" : "\(waiting.gpus)",
                    TimeText.ago(waiting.since, now: now) ?? "", waiting.queue.reason,
                    waiting.queue.estimate.map { TimeText.short($0) } ?? "",
                ]
            })
    }
}

extension NodeCapacityModel {
    fileprivate var rows: [[String]] {
        let gpuRows = gpus.map { gpu in
            [node, "gpu \(gpu.id)", "1", gpu.held ? gpu.server ?? "another's" : "", "", gpu.held ? "" : "1"]
        }
        return [row("cpu") { CoresText.text($0.cpu) }, row("memory") { "\(Bytes($0.memory))" }] + gpuRows
    }

    private func row(_ what: String, _ text: (AmountModel) -> String) -> [String] {
        [node, what, text(total), text(reserved), used.map(text) ?? "", text(free)]
    }
}
