import ArgumentParser
import HubAPI
import Servers

/// `berth quota`
struct QuotaCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "quota",
        abstract: "Show what your servers may hold together, and what they hold.",
        discussion: """
            Each limit, where it comes from, and how full it is; then the servers that count: all that are not stopped,
            those that wait for room among them.

              berth quota
              berth quota ada --output json        another's, as an admin
            """)

    @Argument(help: "Whose; without it, yours.", completion: .user) var user: String?
    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let report = try await context.withHub(hub) { client in
            var name = user
            if name == nil { name = try await client.whoAmI().user.name }
            return try await client.quota(of: name ?? "")
        }
        switch format.output {
        case .json: context.output.write(try JSONText.pretty(report))
        case .table:
            for line in report.lines { context.output.write(line) }
            if report.limits.isEmpty {
                context.output.note("Nothing limits what \(report.user)'s servers hold together.")
            }
        }
    }
}

extension QuotaReport {
    fileprivate var lines: [String] {
        let limits = Table(
            headings: ["LIMIT", "MOST", "USED", "OF", "COMES FROM"],
            rows: limits.map { limit in
                [
                    limit.measure, limit.text(limit.limit), limit.text(limit.used),
                    limit.source == "quota"
                        ? "\(limit.servers) servers of group \(limit.group ?? "")"
                        : "\(limit.servers) servers of \(user)",
                    limit.explanation,
                ]
            })
        let counted = Table(
            headings: ["SERVER", "CPU", "MEMORY"],
            rows: servers.map { [$0.fullName, CoresText.text($0.cpu), "\(Bytes($0.memory))"] })
        return (self.limits.isEmpty ? [] : limits.lines + [""]) + counted.lines
    }
}

extension QuotaLimitModel {
    /// An amount of what it limits, for people.
    fileprivate func text(_ amount: Double) -> String {
        switch measure {
        case "memory": "\(Bytes(Int64(amount)))"
        default: CoresText.text(amount)
        }
    }
}
