import ArgumentParser
import HubAPI

/// `berth password`
struct PasswordCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "password",
        abstract: "Change your password.",
        discussion: """
            Asks for the present password and twice for the new one, of at least 10 characters. Your browser sessions
            end; tokens stay. An admin makes a new password for somebody with 'berth user password'.

              berth password
            """)

    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        try await context.withHub(hub) { client in
            let name = try await client.whoAmI().user.name
            guard let current = try context.ask("Present password of \(name) (empty if there is none): ", true),
                let password = try context.ask("New password: ", true),
                let again = try context.ask("New password again: ", true)
            else {
                throw CommandFailure(
                    "There is no terminal to ask for passwords at",
                    advice: "The page \(client.address)\(HubPaths.account) changes it, too.")
            }
            guard password == again else { throw CommandFailure("The two new passwords are not the same") }
            try await client.changePassword(
                of: name, NewPassword(password: password, current: current.isEmpty ? nil : current))
            context.output.note("The password of \(name) is changed. Browser sessions have ended.")
        }
    }
}
