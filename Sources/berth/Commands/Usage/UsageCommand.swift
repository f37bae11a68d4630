import ArgumentParser
import Foundation
import HubAPI
import Servers

/// `berth usage`
struct UsageCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "usage",
        abstract: "Show what was reserved and used.",
        discussion: """
            Reserved is what a server kept from others, from its admission to its end, whether it used it or not. Used is
            what its container took: processor time by its own counter, memory as it was read every few seconds.

              berth usage --by user --since 7d
              berth usage --by group --since 2026-10-01 --until 2026-11-01 --output csv
              berth usage --idle
              berth usage --defaults --since 90d

            Members of several groups count in each of them; the total counts everybody once. --idle lists servers by the
            memory that was reserved and not used. --defaults tells which share of sessions ended inside their profile's
            defaults: launched with no more, not resized, no request, never out of memory. Sessions that ran for less than
            a minute are left out. What it suggests is the smallest round size that holds the peaks of nine in ten
            sessions with 15 % to spare, once there are twenty of them.
            """)

    @Option(help: "One row for each user, group, profile or server.") var by = Key.user
    @Flag(help: "List servers by the memory that they kept and did not use.") var idle = false
    @Flag(help: "Show how well profiles' defaults fit.") var defaults = false
    @Option(help: "From when on: 7d, 12h, or a date. Without it from the beginning, or 30 days ago with --defaults.")
    var since: String?
    @Option(help: "Up to when; without it up to now.") var until: String?
    @Option(help: "Only this user's servers.") var user: String?
    @Option(name: [.short, .long], help: "For people, for programs, or for spreadsheets.") var output = Format.table
    @OptionGroup var hub: HubOptions

    enum Key: String, ExpressibleByArgument, CaseIterable { case user, group, profile, server }
    enum Format: String, ExpressibleByArgument, CaseIterable { case table, json, csv }

    func validate() throws {
        if idle, defaults { throw ValidationError("--idle and --defaults are two lists; ask for one of them.") }
    }

    func run(in context: CommandContext) async throws {
        let span = HubClient.LedgerSpan(since: since ?? (defaults ? "30d" : nil), until: until, owner: user)
        if defaults {
            let model = try await context.withHub(hub) { try await $0.defaultsUsage(span) }
            try write(model, model.csv, model.lines, context)
        } else if idle {
            let model = try await context.withHub(hub) { try await $0.idleServers(span) }
            try write(model, model.csv, model.lines, context)
        } else {
            let model = try await context.withHub(hub) { try await $0.usage(by: by.rawValue, span) }
            try write(model, model.csv, model.lines, context)
        }
    }

    private func write(_ model: some Encodable, _ csv: CSVText, _ lines: [String], _ context: CommandContext) throws {
        switch output {
        case .json: context.output.write(try JSONText.pretty(model))
        case .csv: context.output.writeBytes(Array(csv.text.utf8))
        case .table: for line in lines { context.output.write(line) }
        }
    }
}
