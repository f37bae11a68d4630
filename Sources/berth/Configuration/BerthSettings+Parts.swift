import Accounts
import DockerRuntime
import Logging
import SQLiteStore
import Servers
import Settings
import Workspaces

#if canImport(Glibc)
import Glibc
#endif

/// What each module is given of the settings.
extension BerthSettings {
    func origins() throws(InvalidValue) -> Origins {
        try Origins(hubURL: "\(hubURL)", notebookURL: "\(notebookURL)")
    }

    var limits: LifecycleLimits {
        LifecycleLimits(start: startTimeout, stopGrace: stopGrace, queue: queueTimeout, health: healthInterval)
    }

    /// Without root every container runs as this process's own user.
    var uids: UIDPolicy {
        if let sharedUID { return .shared(sharedUID) }
        return geteuid() == 0 ? .base(uidBase) : .shared(geteuid())
    }

    func workspaces(logger: Logger) -> Workspaces {
        Workspaces(
            workspacesDirectory: workspacesDirectory, stateDirectory: stateDirectory,
            clusterDirectory: clusterDirectory, secretsDirectory: secretsDirectory, ownsFiles: geteuid() == 0,
            keptLogs: keptLogs, logger: logger)
    }

    func runtime(_ instance: InstanceID) -> DockerRuntimeSettings {
        DockerRuntimeSettings(
            instance: instance, reach: .init(rawValue: reach.rawValue) ?? .auto,
            isolation: .init(rawValue: isolation.rawValue) ?? .required, registryCredentials: registryCredentials)
    }
}
