import ArgumentParser
import HubAPI

/// `berth session revoke`
struct SessionRevoke: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "End a browser session. What it holds open is closed.",
        discussion: """
            The ID is the one that 'berth session ls' shows.

              berth session revoke abcdefgh23456722
              berth session revoke abcdefgh23456722 --user ada
            """)

    @Argument(help: "The session's ID.") var id: String
    @OptionGroup var owner: OwnerOption
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        try await context.withHub(hub) { client in
            let user = try await owner.resolve(client)
            try await client.endSession(id, of: user)
            context.output.note("Session \(id) of \(user) has ended.")
        }
    }
}
