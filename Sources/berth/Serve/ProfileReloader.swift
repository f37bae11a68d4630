import Control
import Logging
import Servers
import ServiceLifecycle
import Settings
import UnixSignals

/// Reads the profiles anew at each SIGHUP, and puts them in force if nothing is wrong with any of them.
struct ProfileReloader: Service {
    let options: SettingsOptions
    /// What this process was started with; of these only `profiles_dir` and `default_profile` change while it runs.
    let settings: BerthSettings
    let catalog: ProfileCatalog
    let logger: Logger

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() { reload() }
    }

    private func reload() {
        do throws(SettingsProblems) {
            let read = try options.load()
            let profiles = try ProfileLoader.load(directory: read.profilesDirectory, default: read.defaultProfile)
            catalog.replace(with: profiles)
            let ids = profiles.profiles.map(\.id.value).joined(separator: ", ")
            logger.notice("read the profiles anew", metadata: ["profiles": "\(ids)"])
            warn(of: read)
        } catch {
            catalog.refuse(error.problems.map(\.description))
            for problem in error.problems {
                logger.error(
                    "the profiles in force stay, since one on disk is wrong", metadata: ["problem": "\(problem)"])
            }
        }
    }

    /// Says so when a setting was changed that takes another start.
    private func warn(of read: BerthSettings) {
        var rest = read
        rest.profilesDirectory = settings.profilesDirectory
        rest.defaultProfile = settings.defaultProfile
        if rest != settings {
            logger.warning("other settings have changed; they count from the next start of berth serve")
        }
    }
}

extension ProfileReloader: CustomStringConvertible {
    /// Its name alone: a service is named in logs.
    var description: String { "profile reloader" }
}
