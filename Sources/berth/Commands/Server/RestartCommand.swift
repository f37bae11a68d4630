import ArgumentParser
import HubAPI

/// `berth restart`
struct RestartCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "restart",
        abstract: "Stop a notebook server and start it again. Files stay; running cells are lost.",
        discussion: """
            What is not said is as it was; --profile begins afresh with that profile's own resources. What cannot be
            launched is refused before anything stops. The hub does both: interrupting the command changes nothing.

              berth restart
              berth restart --memory 8G
              berth restart gpu --profile large
              berth restart --clean                without my own packages and Jupyter settings, this once
            """)

    @OptionGroup var server: ServerArgument
    @OptionGroup var resources: ResourceOptions
    @OptionGroup var busy: ForceFlag
    @OptionGroup var cleanliness: CleanOption
    @Flag(name: .customLong("no-wait"), help: "Return as soon as the hub has accepted it.") var noWait = false
    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        try await context.withHub(hub) { client in
            let name = try await server.resolve(client)
            let check = BusyCheck(client: client, server: name, verb: "Restart", context: context)
            try await check.pass(force: busy.force)
            let session = LaunchSession(
                verb: .restart, client: client, server: name, argument: name.asArgument(server), format: format.output,
                context: context)
            try await session.run(cleanliness.applied(to: resources.request), waits: !noWait)
        }
    }
}
