import Accounts
import Control
import HubAPI
import Servers

extension FleetServer {
    /// What is stored of a server.
    init(_ tracked: TrackedServer, origins: Origins) {
        let key = tracked.server.key
        let current = tracked.current
        let reason = tracked.phase == .finished ? current?.reason : nil
        self.init(
            owner: key.owner.value, name: key.name.value, url: origins.path(of: key), fullURL: origins.url(of: key),
            node: (current?.node ?? .local).value)
        displayName = tracked.server.displayName?.value
        phase = tracked.phase?.rawValue ?? phase
        shown = ShownPhase(tracked.phase, failed: tracked.hasFailed).word
        since = (current?.since ?? tracked.server.launchedAt)?.description
        generation = tracked.server.generation
        self.reason = reason?.code
        message = current?.message ?? reason?.sentence
        healthy = current?.healthy ?? false
        container = current?.container?.value
        imageDigest = current?.image?.value
        next = tracked.server.nextOptions.map { LaunchRequest($0) }
        lastActivity = tracked.lastActivity?.description
        resize = ResizeModel(untold: tracked)
        outOfMemory = tracked.outOfMemory.map { OutOfMemoryModel($0, of: key) }
        if let spec = tracked.server.spec { fill(spec) }
    }

    private mutating func fill(_ spec: ServerSpec) {
        profile = spec.profile.value
        clean = spec.options.clean
        image = spec.image
        resources = ResourcesModel(spec.resources)
    }
}

/// What the lines of one list of servers have in common, read once for all of them.
struct FleetLines {
    private let useCases: UseCases
    private let grants: [ServerKey: ResourceRequest]
    private let terms: FleetTerms

    /// - Parameter owners: whose servers they are.
    init(_ useCases: UseCases, of owners: some Sequence<UserName>) async throws {
        self.useCases = useCases
        grants = try await useCases.manageRequests.grants()
        terms = try await useCases.listFleet.terms(of: owners)
    }

    /// A server as the fleet shows it, with all that is known of it.
    func model(_ tracked: TrackedServer) -> FleetServer {
        let (key, watch) = (tracked.server.key, useCases.watchServer)
        var model = FleetServer(tracked, origins: useCases.origins)
        model.groups = terms.groups(of: key.owner)
        model.workspace = watch.workspace(of: key.owner).map { WorkspaceModel($0) }
        model.newerImage = watch.hasNewerImage(than: tracked)
        model.usage = watch.usage(of: tracked).map { UsageModel($0) }
        model.grant = grants[key].flatMap { GrantModel($0) }
        if let verdict = terms.verdict(on: tracked) {
            model.activity = verdict.record.evidence.map { EvidenceModel($0) }
            model.verdict = VerdictModel(verdict)
        }
        model.queue = watch.queueEntry(of: tracked).map { QueueModel($0) }
        return model
    }
}
