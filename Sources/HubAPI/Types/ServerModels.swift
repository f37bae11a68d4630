/// A server, with JupyterHub's fields.
package struct ServerModel: Hashable, Sendable, Codable {
    package var name: String
    package var displayName: String
    /// `ada/` for the default server, `ada/gpu` for a named one.
    package var fullName: String
    @OrNull package var lastActivity: String?
    @OrNull package var started: String?
    /// `spawn`, `stop` or null.
    @OrNull package var pending: String?
    package var ready: Bool
    package var stopped: Bool
    /// The path on its origin: `/user/ada/`.
    package var url: String
    package var userOptions: LaunchRequest
    package var progressURL: String
    /// Absolute, on the origin of its owner.
    @OrNull package var fullURL: String?
    @OrNull package var fullProgressURL: String?
    /// What the spawner knows; only for admins.
    package var state: [String: String]?

    package init(
        name: String, displayName: String, fullName: String, lastActivity: String?, started: String?, pending: String?,
        ready: Bool,
        stopped: Bool, url: String, userOptions: LaunchRequest, progressURL: String, fullURL: String?,
        fullProgressURL: String?, state: [String: String]?
    ) {
        self.name = name
        self.displayName = displayName
        self.fullName = fullName
        self.lastActivity = lastActivity
        self.started = started
        self.pending = pending
        self.ready = ready
        self.stopped = stopped
        self.url = url
        self.userOptions = userOptions
        self.progressURL = progressURL
        self.fullURL = fullURL
        self.fullProgressURL = fullProgressURL
        self.state = state
    }

    private enum CodingKeys: String, CodingKey {
        case name, started, pending, ready, stopped, url, state
        case displayName = "display_name"
        case fullName = "full_name"
        case lastActivity = "last_activity"
        case userOptions = "user_options"
        case progressURL = "progress_url"
        case fullURL = "full_url"
        case fullProgressURL = "full_progress_url"
    }
}

/// What a workspace takes on the disk.
package struct WorkspaceModel: Hashable, Sendable, Codable {
    /// Bytes.
    package var size: Int64
    package var measuredAt: String
    /// `ok`, `warn`, or `refuse`: its owner launches nothing more.
    package var level: String

    package init(size: Int64, measuredAt: String, level: String) {
        self.size = size
        self.measuredAt = measuredAt
        self.level = level
    }

    private enum CodingKeys: String, CodingKey {
        case size, level
        case measuredAt = "measured_at"
    }
}

/// What a container may use. Memory in bytes.
package struct ResourcesModel: Hashable, Sendable, Codable {
    /// Cores that are always there.
    package var cpuReserve: Double
    /// The most cores.
    package var cpu: Double
    package var memory: Int64

    package init(cpuReserve: Double, cpu: Double, memory: Int64) {
        self.cpuReserve = cpuReserve
        self.cpu = cpu
        self.memory = memory
    }

    private enum CodingKeys: String, CodingKey {
        case cpu, memory
        case cpuReserve = "cpu_reserve"
    }
}

/// One entry of a server's history.
package struct ServerEventModel: Hashable, Sendable, Codable {
    package var id: Int64
    package var generation: Int
    package var at: String
    /// `requested`, `created`, `started`, `finished` …; expect it to grow.
    package var kind: String
    package var message: String

    package init(id: Int64, generation: Int, at: String, kind: String, message: String) {
        self.id = id
        self.generation = generation
        self.at = at
        self.kind = kind
        self.message = message
    }
}
