import ArgumentParser
import HubAPI

/// `berth user rm`
struct UserRemove: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "Remove a user. The workspace is put aside, or purged.",
        discussion: """
            The user is logged out, servers stop and are removed, then the account goes. Its workspace is kept on the
            hub's machine below 'workspaces/.removed', where no later user of that name is given it; with --purge it is
            removed for good. 'berth user disable' locks somebody out without removing anything.

              berth user rm ada
              berth user rm ada --purge
            """)

    @Argument(help: "The user's name.") var name: String
    @Flag(help: "Remove the user's files for good.") var purge = false
    @OptionGroup var confirmation: MyselfOption
    @OptionGroup var hub: HubOptions

    /// Longer than servers take to stop.
    private static let patience = Duration.seconds(120)

    func run(in context: CommandContext) async throws {
        try await context.withHub(hub) { client in
            var outcome = try await client.removeUser(name, purge: purge, evenMyself: confirmation.myself)
            let start = context.uptime()
            while outcome == .underWay {
                guard context.uptime() - start < Self.patience else {
                    throw CommandFailure(
                        "\(name) is still being removed", advice: "The hub goes on: see 'berth user ls', and its log.")
                }
                context.output.note("Waiting for the servers of \(name) to stop.")
                try await context.sleep(.milliseconds(500))
                do {
                    outcome = try await client.removeUser(name, purge: purge, evenMyself: confirmation.myself)
                } catch HubError.refused(404, _, _) {
                    outcome = .done
                }
            }
        }
        context.output.note("\(name) is removed\(purge ? ", with all files" : ". The workspace is put aside").")
    }
}
