import ArgumentParser
import HubAPI

/// `berth user add`
struct UserAdd: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a user.",
        discussion: """
            For admins. The new user gets in by a password or by a link, which you make and pass on:

              berth user add ada
              berth user password ada
              berth open --user ada --print
            """)

    @Argument(help: "Lower case, 1 to 64 of a-z 0-9 . _ @ ~ + ( ) - and space.") var name: String
    @Flag(help: "May see and manage everybody's servers.") var admin = false
    @OptionGroup var format: FormatOptions
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let user = try await context.withHub(hub) { client in
            do {
                return try await client.addUser(name, isAdmin: admin)
            } catch HubError.refused(409, _, let message) {
                throw CommandFailure(message ?? "User \(name) already exists", advice: "'berth user ls' shows all.")
            }
        }
        switch format.output {
        case .json: context.output.write(try JSONText.pretty(user))
        case .table:
            context.output.write(TerminalText.safe(user.name))
            context.output.note(
                "Added\(user.admin ? ", as an admin" : ""). A way in: berth user password '\(user.name)'")
        }
    }
}
