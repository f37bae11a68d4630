import ArgumentParser
import HubAPI

/// `berth rename`
struct RenameCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "rename",
        abstract: "Give a notebook server that is stopped another name.",
        discussion: """
            Its address changes with it; its history and its options stay. The default server has no name to change.

              berth rename gpu training
              berth rename ada/gpu training        another user's, as an admin
            """)

    @OptionGroup var server: ServerArgument
    @Argument(help: "The new name: 1 to 32 of a-z 0-9 and -.") var newName: String
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        try await context.withHub(hub) { client in
            let name = try await server.resolve(client)
            try await client.change(name, ServerEdit(name: newName))
            context.output.note("\(name) is \(HubServerName(user: name.user, name: newName)) now.")
        }
    }
}
