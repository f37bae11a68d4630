import ArgumentParser
import Foundation
import SQLiteStore
import Servers
import Settings

/// `berth store restore`
struct StoreRestore: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup in the place of the store.",
        discussion: """
            Only while 'berth serve' is stopped; notebook servers may run on. The backup is checked first, and what it
            replaces is kept beside it. A backup of a newer Berth is refused.

            When serve starts again, servers that were launched anew since the backup are taken over as they run. Those
            of users or servers that the backup does not know are stopped after a minute; their workspaces stay. What was
            revoked since the backup counts again: log people out, and revoke tokens, where that matters.

              berth store restore /var/backups/berth.db
            """)

    @Argument(help: "A file that 'berth store backup' wrote.", completion: .file()) var file: String
    @OptionGroup var options: StateOptions

    func run(in context: CommandContext) async throws {
        let state = StateDirectory(path: try options.settings(context.environment).stateDirectory)
        guard FileManager.default.isReadableFile(atPath: file) else {
            throw CommandFailure("\(file) can't be read", advice: "Name a file that 'berth store backup' wrote.")
        }
        try state.prepare()
        let lock = try state.lock("serve")
        // `20261125T010203Z`, as a file's name may have it.
        let stamp = Timestamp(context.now()).toTheSecond.filter { $0 != "-" && $0 != ":" }
        let done = try StoreFile(path: file).restore(
            to: state.store, aside: "\(state.store).before-\(stamp)",
            progress: CopyProgress(output: context.output).show)
        if let key = done.key { try state.replaceInstanceKey(key, aside: "\(state.keyFile).before-\(stamp)") }
        withExtendedLifetime(lock) {}
        tell(done, context)
    }

    private func tell(_ done: StoreFile.Restored, _ context: CommandContext) {
        let moment = done.report.madeAt.map { " of \($0)" } ?? ""
        context.output.note("Restored the backup\(moment): \(done.report.summary).")
        if let aside = done.aside { context.output.note("What it replaced is kept as \(aside).") }
        if done.key == nil {
            context.output.warn("There is no instance key in \(file): the one that was here is used.")
        }
        context.output.note("Start 'berth serve' again.")
    }
}
