import ArgumentParser
import HubAPI

/// `berth token`
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Make, list and revoke API tokens.",
        discussion: """
            A token lets a program act as you, as far as its scopes reach, until it expires or is revoked.
            """,
        subcommands: [TokenCreate.self, TokenLs.self, TokenRevoke.self])
}

/// Whose tokens.
struct OwnerOption: ParsableArguments {
    @Option(help: "Whose; without it, yours.", completion: .user) var user: String?

    func resolve(_ hub: HubClient) async throws -> String {
        if let user { return user }
        return try await hub.whoAmI().user.name
    }
}
