import ArgumentParser

/// `berth user`
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Add, list, change and remove users.",
        subcommands: [
            UserAdd.self, UserList.self, UserPassword.self, UserAdmin.self, UserDisable.self, UserEnable.self,
            UserRemove.self,
        ])
}
