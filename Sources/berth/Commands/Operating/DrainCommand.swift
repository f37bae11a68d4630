import ArgumentParser
import HubAPI

/// `berth drain`
struct DrainCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain",
        abstract: "Take no launches, before maintenance.",
        discussion: """
            For admins. Who launches is told so, with your words; what waits in the queue goes on waiting; what runs goes on.
            With a deadline the people in running servers are told of it in JupyterLab, and what still runs then is stopped.
            It lasts until it is ended, over restarts of the hub.

              berth drain --message Maintenance --deadline 30m
              berth drain --status
              berth drain --end
            """)

    @Option(help: "What people are told, at most 140 characters.") var message: String?
    @Option(help: "When what still runs is stopped, such as 30m or 2h from now.", transform: TimeOption.seconds)
    var deadline: Int?
    @Flag(help: "Only show whether launches are taken.") var status = false
    @Flag(help: "Take launches again.") var end = false
    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func validate() throws {
        let isChange = message != nil || deadline != nil
        guard [status, end, isChange].count(where: { $0 }) < 2 else {
            throw ValidationError("--status and --end go with nothing else")
        }
    }

    func run(in context: CommandContext) async throws {
        let drain = try await context.withHub(hub) { client in
            if end { try await client.endDrain() }
            return status || end
                ? try await client.drain() : try await client.beginDrain(NewDrain(message: message, deadline: deadline))
        }
        switch format.output {
        case .json: context.output.write(try JSONText.pretty(drain))
        case .table:
            guard drain.draining else { return context.output.write("Launches are taken.") }
            var fields = Fields()
            fields.add(
                "draining", "no launches are taken, since \(TimeText.ago(drain.since, now: context.now()) ?? "")")
            fields.add("message", drain.message)
            fields.add("deadline", TimeText.ago(drain.deadline, now: context.now()) ?? "none: what runs goes on")
            fields.add("by", drain.by)
            for line in fields.lines { context.output.write(line) }
        }
    }
}
