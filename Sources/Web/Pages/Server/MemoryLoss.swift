import Accounts
import HubAPI
import Servers

/// What of a server was killed for memory, with what helps one click away.
struct MemoryLoss {
    let sentence: String
    /// The button's form.
    let give: Give?
    /// The link that asks an admin.
    let ask: Ask?

    struct Give {
        let action: String
        /// Where a script asks for the same.
        let api: String
        let memory: Int64
        let label: String
    }

    struct Ask {
        let href: String
        let label: String
    }

    /// Nil where nothing was, or it has been given more since.
    init?(_ tracked: TrackedServer, _ origins: Origins) {
        guard let loss = tracked.outOfMemory, !loss.isRemedied, tracked.activity == .ready else { return nil }
        let key = tracked.server.key
        sentence = loss.sentence
        switch loss.remedy {
        case .resize(let memory)?:
            give = Give(
                action: origins.path(HubPaths.form("resize", key.owner.value, key.name.value)),
                api: origins.path(HubPaths.resources(key.owner.value, key.name.value)), memory: memory.count,
                label: "Give it \(memory)")
            ask = nil
        case .request(let memory)?:
            give = nil
            ask = Ask(
                href: origins.path(RequestsPage.asking(key, memory: memory)), label: "Ask for \(memory)")
        case nil: (give, ask) = (nil, nil)
        }
    }
}
