import ArgumentParser
import HubAPI

/// `berth stop`
struct StopCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stop a notebook server. Files stay; running cells are lost.",
        discussion: """
            Waits until the container is gone. A server that does not run is left as it is.

              berth stop
              berth stop gpu --no-wait
              berth stop --user ada
            """)

    @OptionGroup var server: ServerArgument
    @Flag(name: .customLong("no-wait"), help: "Return as soon as the hub has accepted the stop.") var noWait = false
    @OptionGroup var hub: HubOptions

    /// Longer than two stop graces and a forced removal.
    private static let patience = Duration.seconds(120)

    func run(in context: CommandContext) async throws {
        try await context.withHub(hub) { client in
            let name = try await server.resolve(client)
            var outcome = try await client.stop(name)
            if noWait {
                return context.output.note(outcome == .done ? "\(name) is stopped." : "\(name) is stopping.")
            }
            let start = context.uptime()
            while outcome == .underWay {
                guard context.uptime() - start < Self.patience else {
                    throw CommandFailure(
                        "\(name) has not stopped after \(TimeText.elapsed(Self.patience))",
                        advice: "The hub goes on trying: see 'berth status\(name.asArgument(server))'.")
                }
                context.output.note("Waiting for \(name) to stop.")
                try await context.sleep(.milliseconds(500))
                // Asking again is how the API waits: it answers when it has stopped, or after 10 seconds.
                outcome = try await client.stop(name)
            }
            context.output.note("\(name) is stopped.")
        }
    }
}
