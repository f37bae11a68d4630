import ArgumentParser

/// `berth store`
struct StoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "Back up, restore and check the store.",
        discussion: """
            The store is what Berth knows: users, tokens, servers, their history and the audit log. These commands work on
            its file, on the hub's own machine. Workspaces are plain directories: back them up as such.
            """,
        subcommands: [StoreBackup.self, StoreRestore.self, StoreCheck.self])
}

/// Shows how far a copy has come: a line that is redrawn on a terminal, nothing elsewhere.
struct CopyProgress {
    let output: CommandOutput

    func show(_ done: Int, _ total: Int) {
        guard output.notesAreOnTerminal, total > 0 else { return }
        output.writeNote("\r\(done * 100 / total)% of \(total) pages\(done == total ? "\n" : "")")
    }
}
