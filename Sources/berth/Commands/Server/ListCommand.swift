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
              berth ls --all --output name | xargs -n 1 berth stop
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable, Sendable { case table, json, name }

    @Flag(help: "Everybody's, as far as you may see them.") var all = false
    @Option(name: [.short, .long], help: "For people, for programs, or names alone.") var output: Format = .table
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let servers = try await context.withHub(hub) { client in
            try await client.servers(of: all ? nil : client.whoAmI().user.name)
        }
        let sorted = servers.sorted { ($0.owner, $0.name) < ($1.owner, $1.name) }
        switch output {
        case .json: context.output.write(try JSONText.pretty(sorted))
        case .name: for server in sorted { context.output.write(TerminalText.safe(server.fullName)) }
        case .table:
            if sorted.isEmpty { return context.output.note("No servers. Start yours with 'berth launch'.") }
            let now = context.now()
            let table = Table(
                headings: ["SERVER", "STATE", "SINCE", "PROFILE", "CPU", "MEMORY", "WORKSPACE", "URL"],
                rows: sorted.map { server in
                    [
                        server.fullName, server.stateText, TimeText.ago(server.since, now: now) ?? "",
                        server.profileText,
                        server.resources?.cpuText ?? "", server.resources?.memoryText ?? "",
                        server.workspace?.text ?? "",
                        server.phase == "started" ? server.fullURL : "",
                    ]
                })
            for line in table.lines { context.output.write(line) }
        }
    }
}
