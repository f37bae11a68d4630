import Control
import HubAPI
import Servers

extension RequestModel {
    init(_ request: ResourceRequest) {
        self.init(
            id: request.id.value, owner: request.server.owner.value, name: request.server.name.value,
            profile: request.profile?.value, cpu: request.size.cpu?.number, memory: request.size.memory?.count,
            duration: Int(request.duration.components.seconds), reason: request.reason.value, by: request.by,
            created: request.createdAt.description, state: request.state.word.rawValue,
            grant: GrantModel(request))
        switch request.state {
        case .pending, .withdrawn: break
        case .denied(let no): decision = DecisionModel(by: no.by, note: no.note.value, at: no.at.description)
        case .approved(let grant):
            decision = DecisionModel(grant)
            switch grant.outcome {
            case nil: message = "on its way to the server"
            case .given: break
            case .refused(let why): message = "not given to the server yet: \(why)"
            }
        case .ended(let grant, _, let end):
            decision = DecisionModel(grant)
            message = end.text
        }
    }
}

extension DecisionModel {
    fileprivate init(_ grant: Grant) {
        self.init(by: grant.by, note: grant.note.value, at: grant.at.description)
    }
}

extension GrantModel {
    /// What a request has brought; nil where it was not approved.
    init?(_ request: ResourceRequest) {
        let (grant, state): (Grant, String)
        switch request.state {
        case .pending, .denied, .withdrawn: return nil
        case .approved(let given): (grant, state) = (given, "active")
        case .ended(let given, _, .shrinking): (grant, state) = (given, "shrinking")
        case .ended(let given, _, .inUse): (grant, state) = (given, "in_use")
        case .ended(let given, _, .over): (grant, state) = (given, "over")
        }
        self.init(
            request: request.id.value, cpu: grant.size.cpu?.number, memory: grant.size.memory?.count,
            until: grant.until.description, state: state)
    }
}
