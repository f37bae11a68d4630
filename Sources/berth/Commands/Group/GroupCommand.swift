import ArgumentParser

/// `berth group`
struct GroupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "group",
        abstract: "Groups of users, and what their members may launch.",
        discussion: """
            For admins. A profile may be for some groups only, and a group may limit what its members launch.

              berth group add physics
              berth group join physics ada bob
              berth group policy physics --memory 8G
            """,
        subcommands: [
            GroupLs.self, GroupAdd.self, GroupRm.self, GroupJoin.self, GroupLeave.self, GroupPolicyCommand.self,
        ])
}
