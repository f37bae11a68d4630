import ArgumentParser
import HubAPI

/// `berth token create`
struct TokenCreate: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make an API token.",
        discussion: """
            Prints the token, this once: the hub keeps only its hash. Without --scopes it may do all that you may;
            without --expires-in it lives until it is revoked.

              berth token create --note backup --expires-in 30d
              berth token create --scopes read:users,servers
              export BERTH_TOKEN=$(berth token create --expires-in 1d)
            """)

    @Option(help: "What it is for.") var note: String?
    @Option(help: "How long it lives, such as 12h, 1d or 2w.", transform: TimeOption.seconds) var expiresIn: Int?
    @Option(help: "What it may do, separated by commas.") var scopes: String?
    @OptionGroup var owner: OwnerOption
    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let names = scopes?.split(separator: ",").map { $0.trimmingPrefix(while: \.isWhitespace) }.map(String.init)
        let token = try await context.withHub(hub) { client in
            let user = try await owner.resolve(client)
            return try await client.createToken(
                for: user, NewToken(note: note, expiresIn: expiresIn, scopes: names))
        }
        guard let secret = token.token else { throw HubError.badAnswer("a new token came without its secret") }
        switch format.output {
        case .json: context.output.write(try JSONText.pretty(token))
        case .table:
            context.output.write(TerminalText.safe(secret))
            let end = TimeText.ago(token.expiresAt, now: context.now()).map { "expires \($0)" } ?? "does not expire"
            context.output.note("Token \(token.id) of \(token.user); \(end). It is shown this once.")
        }
    }
}
