import Foundation
import Servers

extension BerthSettings {
    /// Reads the configuration: a flag over the environment over the file over the default.
    ///
    /// - Parameters:
    ///   - flags: by the key's name (`state_dir`), as given on the command line.
    ///   - environment: `BERTH_<KEY>`; empty variables count as not given. `BERTH_CONFIG` names the file.
    ///   - file: the file named on the command line. Where none is named, `/etc/berth/berth.yaml` (as root) or
    ///     `~/.config/berth/berth.yaml` is read if it is there.
    /// - Throws: every problem at once.
    package static func load(
        flags: [String: String], environment: [String: String], file: String?
    ) throws(SettingsProblems) -> BerthSettings {
        try load(
            flags: flags, environment: environment, file: file, surroundings: Surroundings(environment: environment))
    }

    static func load(
        flags: [String: String], environment: [String: String], file: String?, surroundings: Surroundings
    ) throws(SettingsProblems) -> BerthSettings {
        var reader = SettingsReader(surroundings: surroundings)
        reader.take(file: file, environment: environment)
        reader.take(environment: environment)
        reader.take(flags: flags)
        let settings = reader.settings()
        if let settings { reader.check(settings) }
        guard let settings, reader.problems.isEmpty else { throw SettingsProblems(reader.problems) }
        return settings
    }
}

/// What defaults depend on.
struct Surroundings: Sendable {
    var isRoot: Bool
    /// The home directory.
    var home: String
    var workingDirectory: String
    var exists: @Sendable (String) -> Bool
    var isReadable: @Sendable (String) -> Bool

    init(environment: [String: String]) {
        isRoot = geteuid() == 0
        home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory()
        workingDirectory = FileManager.default.currentDirectoryPath
        exists = { FileManager.default.fileExists(atPath: $0) }
        isReadable = { FileManager.default.isReadableFile(atPath: $0) }
    }

    var stateDirectory: String { isRoot ? "/var/lib/berth" : home + "/.local/state/berth" }

    var settingsFile: String { isRoot ? "/etc/berth/berth.yaml" : home + "/.config/berth/berth.yaml" }

    var profilesDirectory: String {
        exists("/etc/berth/profiles") ? "/etc/berth/profiles" : absolute("profiles", from: workingDirectory)
    }

    var secretsDirectory: String { isRoot ? "/etc/berth/secrets" : home + "/.config/berth/secrets" }

    func clusterDirectory(state: String) -> String {
        exists("/etc/berth/cluster") ? "/etc/berth/cluster" : state + "/cluster"
    }

    /// `path` made absolute: `~/` is the home directory, a relative one starts at `base`.
    func absolute(_ path: String, from base: String) -> String {
        if path.hasPrefix("~/") { return home + path.dropFirst(1) }
        let whole = path.hasPrefix("/") ? path : "\(base)/\(path)"
        return NSString(string: whole).standardizingPath
    }
}
