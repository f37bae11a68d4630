import ArgumentParser

/// `berth session`
struct SessionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session",
        abstract: "List and end browser sessions.",
        discussion: """
            Where somebody is logged in with a browser. 'berth logout --everywhere' ends all of yours.

              berth session ls
              berth session revoke ID
            """,
        subcommands: [SessionLs.self, SessionRevoke.self])
}
