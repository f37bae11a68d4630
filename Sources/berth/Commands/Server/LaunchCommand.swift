import ArgumentParser
import HubAPI

/// `berth launch`
struct LaunchCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "launch",
        abstract: "Start a notebook server and wait until it is ready.",
        discussion: """
            Shows how far the launch is and ends with the server's address. What is not said is as it was last time, and
            the hub's default the first time; --profile begins afresh with that profile's own resources.
            Interrupting the command does not stop the launch.

              berth launch                              your default server
              berth launch --profile large --memory 8G
              berth launch --clean                      without my own packages and Jupyter settings, this once
              berth launch gpu                          a second one, named gpu
              berth launch --output json | jq .         every step as a line of JSON

            'berth profiles' shows what can be asked for.
            """)

    @OptionGroup var server: ServerArgument
    @OptionGroup var resources: ResourceOptions
    @OptionGroup var cleanliness: CleanOption
    @Flag(name: .customLong("no-wait"), help: "Return as soon as the hub has accepted the launch.") var noWait = false
    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        try await context.withHub(hub) { client in
            let name = try await server.resolve(client)
            let session = LaunchSession(
                verb: .launch, client: client, server: name, argument: name.asArgument(server), format: format.output,
                context: context)
            try await session.run(cleanliness.applied(to: resources.request), waits: !noWait)
        }
    }
}
