import ArgumentParser
import HubAPI

/// `berth user disable`
struct UserDisable: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable",
        abstract: "Lock a user out. Nothing is lost.",
        discussion: """
            The user is logged out and cannot log in, tokens do not count, servers stop, and what is open closes.
            'berth user enable' undoes it.

              berth user disable ada
            """)

    @Argument(help: "The user's name.") var name: String
    @OptionGroup var confirmation: MyselfOption
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let user = try await context.withHub(hub) {
            try await $0.changeUser(name, UserEdit(disabled: true), evenMyself: confirmation.myself)
        }
        context.output.note("\(user.name) is disabled. Undo it with: berth user enable '\(user.name)'")
    }
}
