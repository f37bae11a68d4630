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

    func run(in context: CommandContext) async throws {
        try await context.withHub(hub) { client in
            let name = try await server.resolve(client)
            let outcome = try await client.stop(name)
            if noWait {
                return context.output.note(outcome == .done ? "\(name) is stopped." : "\(name) is stopping.")
            }
            let wait = StopWait(server: name, argument: name.asArgument(server), context: context)
            try await wait.whileUnderWay(outcome) { try await client.stop(name) }
            context.output.note("\(name) is stopped.")
        }
    }
}
