import ArgumentParser
import HubAPI

/// `berth logs`
struct LogsCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Show what a notebook server has written.",
        discussion: """
            Also after its end. On a terminal, control characters and escape sequences are shown instead of obeyed;
            into a file or pipe the bytes go as they are.

              berth logs --tail 50
              berth logs -f
              berth logs > server.log
            """)

    @OptionGroup var server: ServerArgument
    @Flag(name: [.short, .long], help: "Go on with what comes, until the server ends.") var follow = false
    @Option(help: "Only the last lines.") var tail: Int?
    @OptionGroup var hub: HubOptions

    func validate() throws {
        if let tail, tail < 0 { throw ValidationError("--tail \(tail): a number of lines, 0 or more, is expected") }
    }

    func run(in context: CommandContext) async throws {
        try await context.withHub(hub) { client in
            let name = try await server.resolve(client)
            let log = try await client.log(of: name, tail: tail, follow: follow)
            let wroteAny = try await write(log, to: context.output)
            if !wroteAny { context.output.note("\(name) has written nothing yet.") }
        }
    }

    private func write(_ log: HubLog, to output: CommandOutput) async throws -> Bool {
        var text = LogText()
        var wroteAny = false
        for try await bytes in log where !bytes.isEmpty {
            wroteAny = true
            output.writeBytes(output.resultsAreOnTerminal ? Array(text.take(bytes).utf8) : bytes)
        }
        output.writeBytes(Array(text.end().utf8))
        return wroteAny
    }
}
