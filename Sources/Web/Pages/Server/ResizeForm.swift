import Accounts
import Control
import HubAPI
import Servers

/// The form that gives a server other resources while it runs.
struct ResizeForm {
    let action: String
    /// Where a script asks for the same.
    let api: String
    let cpu: LaunchForm.Bounds
    let memory: LaunchForm.Bounds
    let cpuNow: String
    let memoryNow: String
    let requests: String

    /// Nil where it does not run, or its profile is gone.
    init?(_ tracked: TrackedServer, owner: User, _ useCases: UseCases) {
        guard tracked.activity == .ready, let spec = tracked.server.spec,
            let profile = useCases.profileModels(for: owner).first(where: { $0.id == spec.profile.value })
        else { return nil }
        let key = tracked.server.key
        let origins = useCases.origins
        let now = tracked.server.pendingResize?.target ?? spec.resources
        action = origins.path(HubPaths.end("resize", key.owner.value, key.name.value))
        api = origins.path(HubPaths.resources(key.owner.value, key.name.value))
        // What was granted above the ceiling may stay as it is, too.
        cpu = LaunchForm.Bounds(
            least: "0.25", usual: "\(now.cpu.burst.number)", most: "\(max(profile.ceiling.cpu, now.cpu.burst.number))")
        memory = LaunchForm.Bounds(
            least: "\(Bytes.mebibytes(256).count)", usual: "\(now.memory.count)",
            most: "\(max(profile.ceiling.memory, now.memory.count))")
        cpuNow = now.cpu.burst.words
        memoryNow = "\(now.memory)"
        requests = origins.path(RequestsPage.asking(key, memory: nil))
    }
}
