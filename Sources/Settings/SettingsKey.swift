/// Every key of `berth.yaml`. The one table that file, flags, environment and the README's table come from.
package enum SettingsKey: String, CaseIterable, Sendable {
    case stateDirectory = "state_dir"
    case listen
    case hubURL = "hub_url"
    case notebookURL = "notebook_url"
    case oneOrigin = "one_origin"
    case dockerSocket = "docker_socket"
    case profilesDirectory = "profiles_dir"
    case defaultProfile = "default_profile"
    case workspacesDirectory = "workspaces_dir"
    case clusterDirectory = "cluster_dir"
    case secretsDirectory = "secrets_dir"
    case registryCredentials = "registry_credentials"
    case reach
    case isolation
    case adminAccess = "admin_access"
    case uidBase = "uid_base"
    case sharedUID = "shared_uid"
    case gatewayUser = "gateway_user"
    case tlsCertificate = "tls_certificate"
    case tlsKey = "tls_key"
    case trustedProxies = "trusted_proxies"
    case logFormat = "log_format"
    case logLevel = "log_level"
    case startTimeout = "start_timeout"
    case healthInterval = "health_interval"
    case stopGrace = "stop_grace"
    case launchWait = "launch_wait"
    case sessionLifetime = "session_lifetime"
    case diskWarn = "disk_warn"
    case diskRefuse = "disk_refuse"
    case diskFreeWarn = "disk_free_warn"
    case diskFreeRefuse = "disk_free_refuse"
    case keptLogs = "kept_logs"
    case quotaServers = "quota_servers"
    case quotaCPU = "quota_cpu"
    case quotaMemory = "quota_memory"
    case overcommitCPU = "overcommit_cpu"
    case overcommitMemory = "overcommit_memory"
    case capacityReserveMemory = "capacity_reserve_memory"
    case capacityReserveCPU = "capacity_reserve_cpu"
    case queueTimeout = "queue_timeout"
    case reaping
    case idleTimeout = "idle_timeout"
    case idleNotice = "idle_notice"
    case idleBusyLimit = "idle_busy_limit"
    case idleMaximumAge = "idle_maximum_age"
    case idleMinimumRun = "idle_minimum_run"
    case idleKeepLimit = "idle_keep_limit"
    case idleQuietHours = "idle_quiet_hours"
    case activityInterval = "activity_interval"

    /// As written in the file: `state_dir`.
    package var name: String { rawValue }

    /// On the command line: `--state-dir`.
    package var flag: String { "--" + rawValue.map { $0 == "_" ? "-" : String($0) }.joined() }

    /// In the environment: `BERTH_STATE_DIR`.
    package var environmentName: String { "BERTH_" + rawValue.uppercased() }

    /// What is taken when nothing is given, what is right, and what it is for.
    package var row: SettingsRow {
        switch self {
        case .stateDirectory, .dockerSocket, .profilesDirectory, .workspacesDirectory, .clusterDirectory,
            .secretsDirectory, .registryCredentials:
            pathRow
        case .listen, .hubURL, .notebookURL, .oneOrigin, .tlsCertificate, .tlsKey, .trustedProxies: networkRow
        case .defaultProfile, .reach, .isolation, .adminAccess, .uidBase, .sharedUID, .gatewayUser: policyRow
        case .logFormat, .logLevel, .startTimeout, .healthInterval, .stopGrace, .launchWait, .sessionLifetime:
            serviceRow
        case .diskWarn, .diskRefuse, .diskFreeWarn, .diskFreeRefuse, .keptLogs: diskRow
        case .quotaServers, .quotaCPU, .quotaMemory: quotaRow
        case .overcommitCPU, .overcommitMemory, .capacityReserveMemory, .capacityReserveCPU, .queueTimeout: admissionRow
        case .reaping, .idleTimeout, .idleNotice, .idleBusyLimit, .idleMaximumAge, .idleMinimumRun, .idleKeepLimit,
            .idleQuietHours, .activityInterval:
            idleRow
        }
    }

    /// The README's table: one line a key.
    package static var markdownTable: String {
        let lines = allCases.map { key in "| `\(key.name)` | \(key.row.defaultCell) | \(key.row.help) |" }
        return (["| key | default | what it is |", "|---|---|---|"] + lines).joined(separator: "\n")
    }
}

/// One key's line of the table.
package struct SettingsRow: Hashable, Sendable {
    package enum Default: Hashable, Sendable {
        /// A value as it could be written in the file; empty where there is none.
        case value(String)
        /// A path found by a rule, told in words.
        case rule(String)
    }

    package let `default`: Default
    /// The end of the sentence "expected …".
    package let expected: String
    package let help: String

    init(_ value: String, expected: String, help: String) {
        self.default = .value(value)
        self.expected = expected
        self.help = help
    }

    init(rule: String, expected: String, help: String) {
        self.default = .rule(rule)
        self.expected = expected
        self.help = help
    }

    /// For people: the value in backquotes, or the rule.
    var defaultCell: String {
        switch self.default {
        case .value(""): "none"
        case .value(let value): "`\(value)`"
        case .rule(let text): text
        }
    }
}
