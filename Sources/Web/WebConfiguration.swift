/// What the web part is told at start.
package struct WebConfiguration: Sendable {
    /// The Unix socket it listens on; a stale file there is replaced. Who may connect is the caller's to set.
    package let socketPath: String
    /// Berth's version, as `X-Berth-Version` says it.
    package let version: String
    /// How long a POST or DELETE of a server waits before it answers 202.
    package let launchWait: Duration
    /// The pause between signs of life on an event stream (JupyterHub's: 8 s).
    package let keepalive: Duration
    /// All metrics in Prometheus' text format.
    package let metrics: @Sendable () async -> String

    package init(
        socketPath: String, version: String, launchWait: Duration = .seconds(10), keepalive: Duration = .seconds(8),
        metrics: @escaping @Sendable () async -> String
    ) {
        self.socketPath = socketPath
        self.version = version
        self.launchWait = launchWait
        self.keepalive = keepalive
        self.metrics = metrics
    }
}
