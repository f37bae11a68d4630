import ArgumentParser
import HubAPI

/// `berth ls`
struct ListCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "List notebook servers.",
        discussion: """
            Yours, running and stopped. Admins see everybody's with --all. --output name writes one USER/NAME a line,
            which the other commands take as their argument:

              berth ls
              berth ls --all --output json
              berth ls --all 'idle:>2h' profile:large,huge --sort=-idle --limit 20

            \(FilterHelp.text)
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable, Sendable { case table, json, name }

    @Argument(help: "Only those that fit all of these.") var filter: [String] = []
    @Flag(help: "Everybody's, as far as you may see them.") var all = false
    @Option(help: "By which keys of the filter, with commas; '-' before one is the largest first (--sort=-idle).")
    var sort: String?
    @Option(help: "Only the first.") var limit: Int?
    @Flag(help: "All columns.") var wide = false
    @Option(name: [.short, .long], help: "For people, for programs, or names alone.") var output: Format = .table
    @OptionGroup var hub: HubOptions

    func validate() throws {
        if let limit, limit < 1 {
            throw ValidationError("--limit \(limit): a number of servers, 1 or more, is expected")
        }
    }

    func run(in context: CommandContext) async throws {
        let list = try await context.withHub(hub) { client in
            try await client.servers(
                of: all ? nil : client.whoAmI().user.name, filter: FilterHelp.joined(filter), sort: sort, limit: limit)
        }
        let servers =
            sort == nil ? list.servers.sorted { ($0.owner, $0.name) < ($1.owner, $1.name) } : list.servers
        switch output {
        case .json: context.output.write(try JSONText.pretty(servers))
        case .name: for server in servers { context.output.write(TerminalText.safe(server.fullName)) }
        case .table: show(servers, context)
        }
        if servers.count < list.total { context.output.note("The first \(servers.count) of \(list.total).") }
    }

    private func show(_ servers: [FleetServer], _ context: CommandContext) {
        if servers.isEmpty {
            return context.output.note(
                filter.isEmpty
                    ? "No servers. Start yours with 'berth launch'."
                    : all ? "No servers fit." : "None of your servers fit; --all looks at everybody's.")
        }
        let table = FleetTable(servers: servers, now: context.now())
        for line in table.lines(wide ? .wide : all ? .fleet : .own) { context.output.write(line) }
    }
}
