import ArgumentParser

/// `berth image`
struct ImageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "image",
        abstract: "List the images on the hub's machine, and remove what nothing uses.",
        discussion: """
            For admins.

              berth image ls
              berth image prune --dry-run
            """,
        subcommands: [ImageLs.self, ImagePruneCommand.self])
}
