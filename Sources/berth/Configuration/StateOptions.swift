import ArgumentParser
import Foundation
import Settings

/// Whose state a command works on that needs no hub: an installation of this machine.
struct StateOptions: ParsableArguments {
    @Option(name: .customLong("config"), help: "The configuration file (else $BERTH_CONFIG, else the usual place).")
    var config: String?

    @Option(name: .customLong("state-dir"), help: "Where Berth keeps its state.")
    var stateDirectory: String?

    /// Throws `SettingsProblems`.
    func settings(_ environment: [String: String]) throws(SettingsProblems) -> BerthSettings {
        let flags = stateDirectory.map { [SettingsKey.stateDirectory.name: $0] } ?? [:]
        return try BerthSettings.load(flags: flags, environment: environment, file: config)
    }

    /// The directory of a store that is there. Throws `CommandFailure` when there is none.
    func existing(_ context: CommandContext) throws -> StateDirectory {
        let state = StateDirectory(path: try settings(context.environment).stateDirectory)
        guard context.isReadable(state.store) else {
            throw CommandFailure(
                "There is no store at \(state.store), or you may not read it",
                advice: "Run this as the user that runs 'berth serve', often root, or name its --state-dir.")
        }
        return state
    }
}

extension CommandContext {
    fileprivate func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }
}
