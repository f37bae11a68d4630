import ArgumentParser
import HubAPI

/// `berth create`
struct CreateCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make another notebook server without starting it.",
        discussion: """
            'berth launch NAME' makes it, too, and starts it at once. Servers of one person share their files.

              berth create gpu --profile large
              berth create thesis --title Thesis
              berth launch thesis
            """)

    @OptionGroup var server: ServerArgument
    @OptionGroup var resources: ResourceOptions
    @Option(help: "What people call it; without it, its name.") var title: String?
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        try await context.withHub(hub) { client in
            let name = try await server.resolve(client)
            var request = resources.request
            request.displayName = title
            try await client.addServer(name, request)
            context.output.note("\(name) is there. Start it with 'berth launch\(name.asArgument(server))'.")
        }
    }
}
