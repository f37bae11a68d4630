import Accounts
import Control
import HubAPI
import Servers

/// A server as a row of the fleet's table.
struct FleetRow {
    let name: String
    let page: String
    let state: ServerState
    let profile: String
    let cpu: String
    let memory: String
    /// Since when nothing went on in it, while it runs.
    let idle: String?
    /// What its idle policy says of it, and why.
    let verdict: String?
    let kind: String
    let reasons: String

    init(_ tracked: TrackedServer, _ made: ServerVerdict?, _ useCases: UseCases) {
        let key = tracked.server.key
        name = key.description
        page = useCases.origins.path(HubPaths.serverPage(key.owner.value, key.name.value))
        state = ServerState(tracked)
        profile = tracked.server.spec?.profile.value ?? ""
        let meters = ServerMeter.all(of: tracked, useCases)
        let figure = { (measure: String) in
            meters.first { $0.measure == measure }.map { "\($0.used) of \($0.most)" } ?? ""
        }
        cpu = figure("cpu")
        memory = figure("memory")
        idle = tracked.activity == .ready ? tracked.lastActivity?.description : nil
        verdict = made.map { $0.action.rawValue }
        kind = made?.action == .keep ? "" : "wait"
        reasons = made?.sentences.first ?? ""
    }
}
