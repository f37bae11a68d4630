import ArgumentParser
import Foundation
import Servers
import Settings

/// `berth profiles check`
struct ProfilesCheck: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check profiles' files, without a hub.",
        discussion: """
            Says everything that is wrong with any of them, with file, line, key, value and what would be right, and ends
            with 1. Then a running hub takes them over with 'systemctl reload berth', or a SIGHUP to berth serve.

              berth profiles check
              berth profiles check ./profiles --default-profile medium
            """)

    @Argument(help: "A directory of profiles; else the configuration's profiles_dir.", completion: .directory)
    var directory: String?

    @Option(help: "The profile that must be there; else the configuration's default_profile.")
    var defaultProfile: String?

    @Option(help: "The configuration file (else $BERTH_CONFIG, else the usual place).")
    var config: String?

    func run(in context: CommandContext) async throws {
        do throws(SettingsProblems) {
            let given: [SettingsKey: String?] = [.profilesDirectory: directory, .defaultProfile: defaultProfile]
            let flags = given.compactMapValues(\.self).map { ($0.key.name, $0.value) }
            let settings = try BerthSettings.load(
                flags: Dictionary(uniqueKeysWithValues: flags), environment: context.environment, file: config)
            let set = try ProfileLoader.load(directory: settings.profilesDirectory, default: settings.defaultProfile)
            let ids = set.profiles.map { $0.id.value + ($0.id == set.defaultID ? " *" : "") }
            context.output.write("\(settings.profilesDirectory): \(ids.joined(separator: ", "))")
        } catch {
            for problem in error.problems { context.output.note(problem.description) }
            throw EndedWith(status: .failed)
        }
    }
}
