import ArgumentParser
import HubAPI

/// `berth token revoke`
struct TokenRevoke: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Revoke an API token. What it holds open is closed.",
        discussion: """
            The ID is the one that 'berth token ls' shows.

              berth token revoke a3
              berth token revoke a3 --user ada             another's, as an admin
            """)

    @Argument(help: "The token's ID.") var id: String
    @OptionGroup var owner: OwnerOption
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        try await context.withHub(hub) { client in
            let user = try await owner.resolve(client)
            try await client.revokeToken(id, of: user)
            context.output.note("Token \(id) of \(user) is revoked.")
        }
    }
}
