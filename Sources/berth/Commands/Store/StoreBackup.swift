import ArgumentParser
import Foundation
import SQLiteStore
import Servers

/// `berth store backup`
struct StoreBackup: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Write the store, as it is now, to one file.",
        discussion: """
            'berth serve' goes on meanwhile. The copy is of one moment, is checked, and takes its place whole or not at all.

            The instance key is in the file, since without it every session, running server and login would be lost. So
            whoever can read the file can act as anybody: it is made with mode 0600; keep it so wherever you take it.

              berth store backup /var/backups/berth.db
              berth store backup --replace /var/backups/berth.db
            """)

    @Argument(help: "The file to write.", completion: .file()) var file: String
    @Flag(help: "Replace the file if it is there.") var replace = false
    @OptionGroup var options: StateOptions

    func run(in context: CommandContext) async throws {
        let state = try options.existing(context)
        guard let key = FileManager.default.contents(atPath: state.keyFile) else {
            throw CommandFailure("\(state.keyFile) can't be read", advice: "Run this as the user that owns it.")
        }
        let report = try StoreFile(path: state.store).backUp(
            to: file, key: key, replacing: replace, at: Timestamp(context.now()),
            progress: CopyProgress(output: context.output).show)
        context.output.note("Wrote \(file): \(report.summary).")
        context.output.note("It holds the instance key: whoever reads it can act as anybody.")
    }
}

extension StoreReport {
    /// For people: `instance abcdefgh, 12 users, 14 servers, 1.2 MiB`.
    var summary: String { "instance \(instance), \(users) users, \(servers) servers, \(size)" }
}
