import Accounts
import Control
import HubAPI
import Servers

/// The form that gives a server other resources while it runs.
struct ResizeForm {
    let action: String
    /// Where a script asks for the same.
    let api: String
    /// What it has now, in cores and in bytes.
    let cpu: String
    let memory: String
    let fields: [TextField]
    let requests: String

    /// Nil where it does not run, or its profile is gone.
    init?(_ tracked: TrackedServer, owner: User, _ useCases: UseCases) {
        guard tracked.activity == .ready, let spec = tracked.server.spec,
            let profile = useCases.profileModels(for: owner).first(where: { $0.id == spec.profile.value })
        else { return nil }
        let key = tracked.server.key
        let origins = useCases.origins
        let now = tracked.server.pendingResize?.target ?? spec.resources
        action = origins.path(HubPaths.form("resize", key.owner.value, key.name.value))
        api = origins.path(HubPaths.resources(key.owner.value, key.name.value))
        (cpu, memory) = ("\(now.cpu.burst.number)", "\(now.memory.count)")
        // What was granted above the ceiling may stay as it is, too.
        let cores = SliderBounds(
            least: "0.25", usual: cpu, most: "\(max(profile.ceiling.cpu, now.cpu.burst.number))")
        let bytes = SliderBounds(
            least: "\(Bytes.mebibytes(256).count)", usual: memory,
            most: "\(max(profile.ceiling.memory, now.memory.count))")
        fields = [
            TextField(
                "Cores", "cpu", hint: now.cpu.burst.words, with: [.decimal] + TextField.Attribute.slider("cpu", cores)),
            TextField("Memory", "memory", hint: "\(now.memory)", with: TextField.Attribute.slider("memory", bytes)),
        ]
        requests = origins.path(RequestsPage.asking(key, memory: nil))
    }
}
