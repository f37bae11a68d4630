import ArgumentParser
import HubAPI

/// `berth user password`
struct UserPassword: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "password",
        abstract: "Make a new password for a user.",
        discussion: """
            For admins. Prints a random password, this once, for you to pass on; the user changes it on the hub's account
            page or with 'berth password'. The user's browser sessions end; tokens stay.

              berth user password ada
            """)

    @Argument(help: "The user's name.") var name: String
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let password = try await context.withHub(hub) { try await $0.resetPassword(of: name) }
        context.output.write(TerminalText.safe(password))
        context.output.note("The new password of \(name). It is shown this once.")
    }
}
