import ArgumentParser
import Foundation
import Settings

/// One flag for every settings key, with the key's own name. What is not given falls to environment, file and default.
struct SettingsOptions: ParsableArguments {
    @Option(name: .customLong("config"), help: "The configuration file (else $BERTH_CONFIG, else the usual place).")
    var config: String?

    @Option(name: .customLong("state-dir"), help: "Where Berth keeps its state.")
    var stateDir: String?

    @Option(name: .customLong("listen"), help: "Address and port of the gateway.")
    var listen: String?

    @Option(name: .customLong("hub-url"), help: "The hub's origin, as browsers see it.")
    var hubUrl: String?

    @Option(name: .customLong("notebook-url"), help: "The notebooks' origins; {user} stands for the owner.")
    var notebookUrl: String?

    @Option(name: .customLong("one-origin"), help: "`accepted`: hub and notebooks share one origin.")
    var oneOrigin: String?

    @Option(name: .customLong("docker-socket"), help: "The engine's Unix socket.")
    var dockerSocket: String?

    @Option(name: .customLong("profiles-dir"), help: "The directory of profiles.")
    var profilesDir: String?

    @Option(name: .customLong("default-profile"), help: "The profile of a launch that names none.")
    var defaultProfile: String?

    @Option(name: .customLong("workspaces-dir"), help: "Where the users' workspaces are.")
    var workspacesDir: String?

    @Option(name: .customLong("cluster-dir"), help: "The operator's read-only directory in every container.")
    var clusterDir: String?

    @Option(name: .customLong("secrets-dir"), help: "Where the secrets that profiles name are.")
    var secretsDir: String?

    @Option(name: .customLong("registry-credentials"), help: "Logins for private registries.")
    var registryCredentials: String?

    @Option(name: .customLong("reach"), help: "How containers are reached: auto, bridge or published.")
    var reach: String?

    @Option(name: .customLong("isolation"), help: "required, or off to accept open host ports.")
    var isolation: String?

    @Option(name: .customLong("admin-access"), help: "Whether admins may open others' servers in a browser.")
    var adminAccess: String?

    @Option(name: .customLong("uid-base"), help: "The first user id that containers run with.")
    var uidBase: String?

    @Option(name: .customLong("shared-uid"), help: "One user id for all containers.")
    var sharedUid: String?

    @Option(name: .customLong("gateway-user"), help: "The user the gateway becomes.")
    var gatewayUser: String?

    @Option(name: .customLong("tls-certificate"), help: "PEM file with the certificate chain.")
    var tlsCertificate: String?

    @Option(name: .customLong("tls-key"), help: "PEM file with the private key.")
    var tlsKey: String?

    @Option(name: .customLong("trusted-proxies"), help: "Addresses of TLS proxies in front, with commas between.")
    var trustedProxies: String?

    @Option(name: .customLong("log-format"), help: "text or json.")
    var logFormat: String?

    @Option(name: .customLong("log-level"), help: "trace, debug, info, notice, warning, error or critical.")
    var logLevel: String?

    @Option(name: .customLong("start-timeout"), help: "What Jupyter has to answer after its container started.")
    var startTimeout: String?

    @Option(name: .customLong("health-interval"), help: "How often a running server is asked whether it answers.")
    var healthInterval: String?

    @Option(name: .customLong("stop-grace"), help: "What a stop gives processes before they are killed.")
    var stopGrace: String?

    @Option(name: .customLong("launch-wait"), help: "How long a launch request waits before it answers 202.")
    var launchWait: String?

    @Option(name: .customLong("session-lifetime"), help: "How long a login lasts.")
    var sessionLifetime: String?

    @Option(name: .customLong("disk-warn"), help: "The size of a workspace that is warned of.")
    var diskWarn: String?

    @Option(name: .customLong("disk-refuse"), help: "The size of a workspace whose owner launches nothing more.")
    var diskRefuse: String?

    @Option(name: .customLong("disk-free-warn"), help: "Percent free of a disk below which Berth warns.")
    var diskFreeWarn: String?

    @Option(name: .customLong("disk-free-refuse"), help: "Percent free of a disk below which nothing is launched.")
    var diskFreeRefuse: String?

    @Option(name: .customLong("kept-logs"), help: "Of how many of a server's generations the log is kept.")
    var keptLogs: String?

    @Option(name: .customLong("quota-servers"), help: "How many servers of one user may run at a time.")
    var quotaServers: String?

    @Option(name: .customLong("quota-cpu"), help: "The most cores of one user's running servers together.")
    var quotaCpu: String?

    @Option(name: .customLong("quota-memory"), help: "The most memory of one user's running servers together.")
    var quotaMemory: String?
    @Option(name: .customLong("overcommit-cpu"), help: "How often each core is promised.")
    var overcommitCpu: String?

    @Option(name: .customLong("overcommit-memory"), help: "How often the memory is promised.")
    var overcommitMemory: String?

    @Option(name: .customLong("capacity-reserve-memory"), help: "Memory that no server is given.")
    var capacityReserveMemory: String?

    @Option(name: .customLong("capacity-reserve-cpu"), help: "Cores that no server is given.")
    var capacityReserveCpu: String?

    @Option(name: .customLong("queue-timeout"), help: "How long a launch waits for room.")
    var queueTimeout: String?

    @Option(name: .customLong("reaping"), help: "on, or off: nothing is stopped for being idle or old.")
    var reaping: String?

    @Option(name: .customLong("idle-timeout"), help: "After how long without activity a server is stopped; or never.")
    var idleTimeout: String?

    @Option(name: .customLong("idle-notice"), help: "How long before that people are told.")
    var idleNotice: String?

    @Option(name: .customLong("idle-busy-limit"), help: "How long a silent busy kernel counts as active; or never.")
    var idleBusyLimit: String?

    @Option(name: .customLong("idle-maximum-age"), help: "How long after its start a server is stopped; or never.")
    var idleMaximumAge: String?

    @Option(name: .customLong("idle-minimum-run"), help: "How long after its start nothing is stopped.")
    var idleMinimumRun: String?

    @Option(name: .customLong("idle-keep-limit"), help: "How long a stop can be held off at once; or never.")
    var idleKeepLimit: String?

    @Option(name: .customLong("idle-quiet-hours"), help: "When nothing is stopped: 22:00-06:00 Europe/Berlin.")
    var idleQuietHours: String?

    @Option(name: .customLong("activity-interval"), help: "How often running servers are looked at.")
    var activityInterval: String?

    /// The flags that were given, by key.
    var given: [SettingsKey: String] {
        let all: [(SettingsKey, String?)] = [
            (.stateDirectory, stateDir),
            (.listen, listen),
            (.hubURL, hubUrl),
            (.notebookURL, notebookUrl),
            (.oneOrigin, oneOrigin),
            (.dockerSocket, dockerSocket),
            (.profilesDirectory, profilesDir),
            (.defaultProfile, defaultProfile),
            (.workspacesDirectory, workspacesDir),
            (.clusterDirectory, clusterDir),
            (.secretsDirectory, secretsDir),
            (.registryCredentials, registryCredentials),
            (.reach, reach),
            (.isolation, isolation),
            (.adminAccess, adminAccess),
            (.uidBase, uidBase),
            (.sharedUID, sharedUid),
            (.gatewayUser, gatewayUser),
            (.tlsCertificate, tlsCertificate),
            (.tlsKey, tlsKey),
            (.trustedProxies, trustedProxies),
            (.logFormat, logFormat),
            (.logLevel, logLevel),
            (.startTimeout, startTimeout),
            (.healthInterval, healthInterval),
            (.stopGrace, stopGrace),
            (.launchWait, launchWait),
            (.sessionLifetime, sessionLifetime),
            (.diskWarn, diskWarn),
            (.diskRefuse, diskRefuse),
            (.diskFreeWarn, diskFreeWarn),
            (.diskFreeRefuse, diskFreeRefuse),
            (.keptLogs, keptLogs),
            (.quotaServers, quotaServers),
            (.quotaCPU, quotaCpu),
            (.quotaMemory, quotaMemory),
            (.overcommitCPU, overcommitCpu),
            (.overcommitMemory, overcommitMemory),
            (.capacityReserveMemory, capacityReserveMemory),
            (.capacityReserveCPU, capacityReserveCpu),
            (.queueTimeout, queueTimeout),
            (.reaping, reaping),
            (.idleTimeout, idleTimeout),
            (.idleNotice, idleNotice),
            (.idleBusyLimit, idleBusyLimit),
            (.idleMaximumAge, idleMaximumAge),
            (.idleMinimumRun, idleMinimumRun),
            (.idleKeepLimit, idleKeepLimit),
            (.idleQuietHours, idleQuietHours),
            (.activityInterval, activityInterval),
        ]
        return all.reduce(into: [:]) { given, pair in given[pair.0] = pair.1 }
    }

    /// The settings as a whole. Throws `SettingsProblems`.
    func load() throws(SettingsProblems) -> BerthSettings {
        let flags = Dictionary(uniqueKeysWithValues: given.map { ($0.key.name, $0.value) })
        return try BerthSettings.load(flags: flags, environment: ProcessInfo.processInfo.environment, file: config)
    }

    /// The same flags again, for a process that is to have the same settings.
    var arguments: [String] {
        let file = config.map { ["--config", $0] } ?? []
        return file + given.sorted { $0.key.name < $1.key.name }.flatMap { [$0.key.flag, $0.value] }
    }
}
