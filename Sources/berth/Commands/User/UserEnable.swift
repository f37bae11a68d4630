import ArgumentParser
import HubAPI

/// `berth user enable`
struct UserEnable: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "enable",
        abstract: "Let a disabled user in again.",
        discussion: """
            Password and tokens are as they were; servers are launched again by the user.

              berth user enable ada
            """)

    @Argument(help: "The user's name.") var name: String
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let user = try await context.withHub(hub) { try await $0.changeUser(name, UserEdit(disabled: false)) }
        context.output.note("\(user.name) is enabled.")
    }
}
