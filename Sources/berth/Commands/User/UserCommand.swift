import ArgumentParser

/// `berth user`
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Add and list users.", subcommands: [UserAdd.self, UserList.self, UserPassword.self])
}
