import ArgumentParser

/// `berth profiles`
struct ProfilesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profiles",
        abstract: "List the kinds of notebook server, or check their files.",
        discussion: """
            Without a subcommand they are listed.

              berth profiles
              berth profiles check /etc/berth/profiles
            """,
        subcommands: [ProfilesList.self, ProfilesCheck.self], defaultSubcommand: ProfilesList.self)
}
