import ArgumentParser
import HubAPI

/// `berth user admin`
struct UserAdmin: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "admin",
        abstract: "Make a user an admin, or one no longer.",
        discussion: """
            Admins see and manage everybody's accounts and servers. Who is one no longer is logged out, and what they
            have open closes; their tokens go on with what is their own.

              berth user admin ada
              berth user admin ada --revoke
            """)

    @Argument(help: "The user's name.") var name: String
    @Flag(help: "Make them an admin no longer.") var revoke = false
    @OptionGroup var confirmation: MyselfOption
    @OptionGroup var hub: HubOptions

    func run(in context: CommandContext) async throws {
        let user = try await context.withHub(hub) {
            try await $0.changeUser(name, UserEdit(admin: !revoke), evenMyself: confirmation.myself)
        }
        context.output.note("\(user.name) is \(user.admin ? "an admin" : "no admin") now.")
    }
}

/// For what one should not do to oneself by mistake.
struct MyselfOption: ParsableArguments {
    @Flag(help: "Go on even if it is your own account.") var myself = false
}
