package import Servers

/// The configuration of one installation, whole and checked. All paths are absolute.
package struct BerthSettings: Hashable, Sendable {
    package var stateDirectory: String
    package var listen: ListenAddress
    package var hubURL: WebAddress
    package var notebookURL: NotebookAddress
    /// Hub and notebooks may share one origin: the operator has accepted what that risks.
    package var oneOriginAccepted: Bool
    package var dockerSocket: String
    package var profilesDirectory: String
    package var defaultProfile: ProfileID
    package var workspacesDirectory: String
    package var clusterDirectory: String
    package var secretsDirectory: String
    /// Nil where only public registries are used.
    package var registryCredentials: String?
    package var reach: Reach
    package var isolation: Isolation
    package var adminAccess: Bool
    package var uidBase: UInt32
    /// One user id for everybody's containers; nil gives each user their own (as root).
    package var sharedUID: UInt32?
    /// A user name or id.
    package var gatewayUser: String
    /// PEM files; nil when the gateway speaks plain HTTP.
    package var tls: TLSFiles?
    /// Whose word about a request's way is believed.
    package var trustedProxies: [AddressBlock]
    package var logFormat: LogFormat
    package var logLevel: LogLevel
    package var startTimeout: Duration
    package var healthInterval: Duration
    package var stopGrace: Duration
    package var launchWait: Duration
    package var sessionLifetime: Duration
    package var disk: DiskLimits
    package var keptLogs: Int
    /// What one user's servers may hold together.
    package var quota: Quota
    package var admission: AdmissionPolicy
    /// How long a launch waits for room; nil: for ever.
    package var queueTimeout: Duration?
    /// What holds for idle servers where neither profile nor group says otherwise.
    package var idle: IdleSettings

    package enum Reach: String, Hashable, Sendable, CaseIterable { case auto, bridge, published }
    package enum Isolation: String, Hashable, Sendable, CaseIterable { case required, off }
    package enum LogFormat: String, Hashable, Sendable, CaseIterable { case text, json }

    /// The levels of swift-log, by the same names.
    package enum LogLevel: String, Hashable, Sendable, CaseIterable {
        case trace, debug, info, notice, warning, error, critical
    }

    package struct TLSFiles: Hashable, Sendable {
        package let certificate: String
        package let key: String

        package init(certificate: String, key: String) {
            self.certificate = certificate
            self.key = key
        }
    }
}
