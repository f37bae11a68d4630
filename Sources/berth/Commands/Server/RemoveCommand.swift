import ArgumentParser
import HubAPI

/// `berth rm`
struct RemoveCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "Remove a named notebook server. Files stay; one that runs is stopped first.",
        discussion: """
            Its name is free then, and who takes it makes another server. The default server can only be stopped.

              berth rm gpu
              berth rm ada/gpu                     another user's, as an admin
            """)

    @OptionGroup var server: ServerArgument
    @OptionGroup var busy: ForceFlag
    @Flag(name: .customLong("no-wait"), help: "Return as soon as the hub has accepted it.") var noWait = false
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        try await context.withHub(hub) { client in
            let name = try await server.resolve(client)
            guard !name.name.isEmpty else {
                throw CommandFailure(
                    "The default server cannot be removed", advice: "Name another one, or stop it with 'berth stop'.")
            }
            let check = BusyCheck(client: client, server: name, verb: "Remove", context: context)
            try await check.pass(force: busy.force)
            let outcome = try await client.remove(name)
            if noWait, outcome == .underWay { return context.output.note("\(name) is stopping and will be removed.") }
            let wait = StopWait(server: name, argument: name.asArgument(server), context: context)
            try await wait.whileUnderWay(outcome) {
                // It is gone once nobody knows of it.
                do { return try await client.remove(name) } catch HubError.refused(404, _, _) { return .done }
            }
            context.output.note("\(name) is removed.")
        }
    }
}
