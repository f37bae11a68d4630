import ArgumentParser
import HubAPI

/// `berth token ls`
struct TokenLs: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "List API tokens, never their secrets.",
        discussion: """
            With what each may do, when it was last used and when it expires.

              berth token ls
              berth token ls --user ada --output json      another's, as an admin
            """)

    @OptionGroup var owner: OwnerOption
    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let tokens = try await context.withHub(hub) { client in
            try await client.tokens(of: try await owner.resolve(client))
        }
        switch format.output {
        case .json: context.output.write(try JSONText.pretty(tokens))
        case .table:
            if tokens.isEmpty { return context.output.note("No tokens. Make one with 'berth token create'.") }
            let now = context.now()
            let table = Table(
                headings: ["ID", "NOTE", "SCOPES", "CREATED", "LAST USED", "EXPIRES"],
                rows: tokens.map { token in
                    [
                        token.id, token.note, token.scopes.isEmpty ? "all" : token.scopes.joined(separator: ","),
                        TimeText.ago(token.created, now: now) ?? "",
                        TimeText.ago(token.lastActivity, now: now) ?? "never",
                        TimeText.ago(token.expiresAt, now: now) ?? "never",
                    ]
                })
            for line in table.lines { context.output.write(line) }
        }
    }
}
