import ArgumentParser
import HubAPI

/// `berth broadcast`
struct BroadcastCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "broadcast",
        abstract: "Tell everybody something.",
        discussion: """
            For admins. It is shown in the JupyterLab of every server that runs or starts while it stands, and on the hub's
            pages, in place of what was told before. Without a message it says what is told. Several words go between
            quotes.

              berth broadcast Maintenance-at-noon --level warning --until 4h
              berth broadcast Hello --filter profile:large
              berth broadcast
              berth broadcast --withdraw
            """)

    /// How much it matters.
    enum Level: String, ExpressibleByArgument, CaseIterable { case info, warning, error }

    @Argument(help: "What they are told, at most 140 characters.") var message: String?
    @Option(help: "How much it matters.") var level: Level?
    @Option(
        help: "When it is over, such as 30m or 4h from now; else when it is withdrawn.", transform: TimeOption.seconds)
    var until: Int?
    @Option(help: "Only servers that fit, such as 'profile:large group:physics'.") var filter: String?
    @Flag(help: "Take it back.") var withdraw = false
    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func validate() throws {
        guard message != nil || (level == nil && until == nil && filter == nil) else {
            throw ValidationError("Say what everybody is told")
        }
        guard !withdraw || message == nil else { throw ValidationError("--withdraw goes with nothing else") }
    }

    func run(in context: CommandContext) async throws {
        let told = try await context.withHub(hub) { client in
            if withdraw { try await client.withdrawBroadcast() }
            guard let message else { return try await client.broadcast() }
            return try await client.tell(
                NewBroadcast(message: message, level: level?.rawValue, until: until, filter: filter))
        }
        switch format.output {
        case .json: context.output.write(try JSONText.pretty(told))
        case .table:
            guard let message = told.message else { return context.output.write("Nothing is told to everybody.") }
            var fields = Fields()
            fields.add("message", message)
            fields.add("level", told.level)
            fields.add("told", TimeText.ago(told.at, now: context.now()))
            fields.add("over", TimeText.ago(told.until, now: context.now()) ?? "when it is withdrawn")
            fields.add("only", told.filter)
            fields.add("by", told.by)
            for line in fields.lines { context.output.write(line) }
        }
    }
}
