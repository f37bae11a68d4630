/// A server in Berth's own, richer terms: what `GET /hub/api/servers` lists.
package struct FleetServer: Hashable, Sendable, Codable {
    package let owner: String
    package let name: String
    /// The groups that its owner is in.
    package var groups: [String] = []
    /// What people call it; null: its name.
    @OrNull package var displayName: String? = nil
    /// `stopped` before the first launch; else `accepted`, `launched`, `startInitiated`, `started`, `killInitiated`, `finished`.
    package var phase = "stopped"
    /// One word for people: Queued, Starting, Running, Stopping, Stopped, Failed.
    package var shown = "Stopped"
    /// When the phase was entered.
    @OrNull package var since: String? = nil
    package var generation = 0
    @OrNull package var profile: String? = nil
    /// Whether it was launched without the user's own packages and Jupyter configuration.
    package var clean = false
    @OrNull package var image: String? = nil
    /// The image's own id, which the tag meant when it was launched.
    @OrNull package var imageDigest: String? = nil
    /// Whether the tag has come to mean another image since: the next start gets that one.
    package var newerImage = false
    @OrNull package var resources: ResourcesModel? = nil
    package let url: String
    /// Absolute, on the origin of its owner.
    package let fullURL: String
    /// The reason's code and its sentence, once finished.
    @OrNull package var reason: String? = nil
    @OrNull package var message: String? = nil
    package var healthy = false
    @OrNull package var container: String? = nil
    package let node: String
    /// Its owner's, which all of their servers share; null until it was measured.
    @OrNull package var workspace: WorkspaceModel? = nil
    /// What the next launch gets, where that was changed since the last one.
    @OrNull package var next: LaunchRequest? = nil
    /// The newest resize of this run, while it is pending or was refused.
    @OrNull package var resize: ResizeModel? = nil
    /// What it has above its ceiling for a while, and until when; null where it has not.
    @OrNull package var grant: GrantModel? = nil
    /// When it was last used, or busy, or launched: now, while a kernel computes.
    @OrNull package var lastActivity: String? = nil
    /// What last showed that it was needed; null while it is not started.
    @OrNull package var activity: [EvidenceModel]? = nil
    /// What its idle policy says now; null while it is not started.
    @OrNull package var verdict: VerdictModel? = nil
    /// What of it was last killed for memory since its launch; null when nothing was.
    @OrNull package var outOfMemory: OutOfMemoryModel? = nil
    /// What it uses; null while it does not run, or has not been looked at yet.
    @OrNull package var usage: UsageModel? = nil
    /// Where its launch stands in the queue, while it waits there.
    @OrNull package var queue: QueueModel? = nil

    /// A server that was never launched; the rest is filled in by those who know it.
    package init(owner: String, name: String, url: String, fullURL: String, node: String) {
        self.owner = owner
        self.name = name
        self.url = url
        self.fullURL = fullURL
        self.node = node
    }

    private enum CodingKeys: String, CodingKey {
        case owner, name, groups, phase, shown, since, generation, profile, clean, image, resources, url, reason,
            message
        case healthy, container, node, workspace, next, resize, usage, grant, queue, activity, verdict
        case lastActivity = "last_activity"
        case displayName = "display_name"
        case fullURL = "full_url"
        case imageDigest = "image_digest"
        case newerImage = "newer_image"
        case outOfMemory = "out_of_memory"
    }
}
