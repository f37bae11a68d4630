import ArgumentParser

/// A command that runs in a context.
protocol ContextCommand: AsyncParsableCommand {
    /// Throws `CommandFailure`, `HubError`, `EndedWith` or `CancellationError`.
    func run(in context: CommandContext) async throws
}

extension ContextCommand {
    mutating func run() async throws {
        let command = self
        if let status = await CommandContext.live().execute({ try await command.run(in: $0) }) { throw status.code }
    }
}

/// Which hub, and as whom.
struct HubOptions: ParsableArguments {
    @Option(help: "The hub's address. Else $BERTH_URL, the credentials file, or http://localhost:8000.")
    var url: String?

    @Option(help: "A file that holds the token. Else $BERTH_TOKEN, or the credentials file.")
    var tokenFile: String?

    var choice: CredentialsChoice { CredentialsChoice(url: url, tokenFile: tokenFile) }
}

/// How a result is written.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    case table
    case json
}

struct FormatOptions: ParsableArguments {
    @Option(name: [.short, .long], help: "For people or for programs.")
    var output: OutputFormat = .table
}
