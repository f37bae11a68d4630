import ArgumentParser
import HubAPI

/// `berth stop`
struct StopCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stop a notebook server. Files stay; running cells are lost.",
        discussion: """
            Waits until the container is gone. A server that does not run is left as it is. Busy kernels are named and
            asked about; without a terminal to ask at it fails with exit code 5 unless --force is given.

              berth stop
              berth stop --force
              berth stop gpu --no-wait
              berth stop --user ada
            """)

    @OptionGroup var server: ServerArgument
    @OptionGroup var busy: ForceFlag
    @Flag(name: .customLong("no-wait"), help: "Return as soon as the hub has accepted the stop.") var noWait = false
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        try await context.withHub(hub) { client in
            let name = try await server.resolve(client)
            let check = BusyCheck(client: client, server: name, verb: "Stop", context: context)
            try await check.pass(force: busy.force)
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
