import ArgumentParser
import HubAPI

/// `berth history`
struct HistoryCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show all that happened to a notebook server, oldest first.",
        discussion: """
            Each launch is a run with a number. 'berth status' shows the last events beside the server's state.

              berth history
              berth history ada/gpu --output json      another user's, as an admin
            """)

    @OptionGroup var server: ServerArgument
    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let events = try await context.withHub(hub) { client in
            try await client.events(of: server.resolve(client))
        }
        switch format.output {
        case .json: context.output.write(try JSONText.pretty(events))
        case .table:
            if events.isEmpty { return context.output.note("Nothing has happened to it yet.") }
            let rows = events.map { event in
                [TimeText.toTheSecond(event.at), "\(event.generation)", event.kind, event.message]
            }
            for line in Table(headings: ["WHEN", "RUN", "EVENT", "WHAT"], rows: rows).lines {
                context.output.write(line)
            }
        }
    }
}
