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

/// A server in Berth's own, richer terms: what `GET /hub/api/servers` lists.
package struct FleetServer: Hashable, Sendable, Codable {
    package var owner: String
    package var name: String
    /// What people call it; null: its name.
    @OrNull package var displayName: String?
    /// `stopped` before the first launch; else `accepted`, `launched`, `startInitiated`, `started`, `killInitiated`, `finished`.
    package var phase: String
    /// One word for people: Queued, Starting, Running, Stopping, Stopped, Failed.
    package var shown: String
    /// When the phase was entered.
    @OrNull package var since: String?
    package var generation: Int
    @OrNull package var profile: String?
    /// Whether it was launched without the user's own packages and Jupyter configuration.
    package var clean: Bool
    @OrNull package var image: String?
    /// The image's own id, which the tag meant when it was launched.
    @OrNull package var imageDigest: String?
    /// Whether the tag has come to mean another image since: the next start gets that one.
    package var newerImage: Bool
    @OrNull package var resources: ResourcesModel?
    package var url: String
    /// Absolute, on the origin of its owner.
    package var fullURL: String
    /// The reason's code and its sentence, once finished.
    @OrNull package var reason: String?
    @OrNull package var message: String?
    package var healthy: Bool
    @OrNull package var container: String?
    package var node: String
    /// Its owner's, which all of their servers share; null until it was measured.
    @OrNull package var workspace: WorkspaceModel?
    /// What the next launch gets, where that was changed since the last one.
    @OrNull package var next: LaunchRequest?
    /// The newest resize of this run, while it is pending or was refused.
    @OrNull package var resize: ResizeModel?
    /// What it has above its ceiling for a while, and until when; null where it has not.
    @OrNull package var grant: GrantModel?
    /// When it was last used, or busy, or launched: now, while a kernel computes.
    @OrNull package var lastActivity: String?
    /// What of it was last killed for memory since its launch; null when nothing was.
    @OrNull package var outOfMemory: OutOfMemoryModel?
    /// What it uses; null while it does not run, or has not been looked at yet.
    @OrNull package var usage: UsageModel?
    /// Where its launch stands in the queue, while it waits there.
    @OrNull package var queue: QueueModel?

    package init(
        owner: String, name: String, displayName: String?, phase: String, shown: String, since: String?,
        generation: Int, profile: String?, clean: Bool, image: String?, imageDigest: String?, newerImage: Bool,
        resources: ResourcesModel?, url: String, fullURL: String, reason: String?, message: String?, healthy: Bool,
        container: String?, node: String, workspace: WorkspaceModel?, next: LaunchRequest?, lastActivity: String?,
        resize: ResizeModel? = nil, outOfMemory: OutOfMemoryModel? = nil, usage: UsageModel? = nil,
        grant: GrantModel? = nil, queue: QueueModel? = nil
    ) {
        self.owner = owner
        self.name = name
        self.displayName = displayName
        self.phase = phase
        self.shown = shown
        self.since = since
        self.generation = generation
        self.profile = profile
        self.clean = clean
        self.image = image
        self.imageDigest = imageDigest
        self.newerImage = newerImage
        self.resources = resources
        self.url = url
        self.fullURL = fullURL
        self.reason = reason
        self.message = message
        self.healthy = healthy
        self.container = container
        self.node = node
        self.workspace = workspace
        self.next = next
        self.resize = resize
        self.grant = grant
        self.lastActivity = lastActivity
        self.outOfMemory = outOfMemory
        self.usage = usage
        self.queue = queue
    }

    private enum CodingKeys: String, CodingKey {
        case owner, name, phase, shown, since, generation, profile, clean, image, resources, url, reason, message
        case healthy, container, node, workspace, next, resize, usage, grant, queue
        case lastActivity = "last_activity"
        case displayName = "display_name"
        case fullURL = "full_url"
        case imageDigest = "image_digest"
        case newerImage = "newer_image"
        case outOfMemory = "out_of_memory"
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
