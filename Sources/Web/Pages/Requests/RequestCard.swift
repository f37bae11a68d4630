import Accounts
import Control
import HubAPI
import Servers

/// A request as the page shows it.
struct RequestCard {
    let id: String
    /// `3 GiB for 8 h`.
    let asked: String
    let server: String
    let by: String
    let at: String
    let reason: String
    let state: String
    let kind: String
    /// What was answered, by whom, and what came of it.
    let answer: String?
    let withdraw: Withdraw?
    /// The forms' targets, for those who may decide it.
    let decide: Decide?

    struct Withdraw {
        let action: String
        let label: String
    }

    struct Decide {
        let note: TextField
        let approve: String
        let deny: String
    }

    /// - Parameter sent: what was sent to decide it, where that was not done.
    init(_ request: ResourceRequest, place: String, viewer: Principal, sent: DecisionSent? = nil) {
        let path = "\(place)/\(HubPaths.segment(request.id.value))"
        id = request.id.value
        asked = "\(request.size) for \(request.duration.words)"
        server = request.server.description
        by = request.by
        at = request.createdAt.forPages
        reason = request.reason.value
        (state, kind) = Self.shown(request.state)
        answer = Self.answer(RequestModel(request))
        let isOwn = request.server.owner == viewer.user.name
        withdraw =
            switch request.state {
            case .pending where isOwn: Withdraw(action: "\(path)/withdraw", label: "Withdraw")
            case .approved where isOwn: Withdraw(action: "\(path)/withdraw", label: "Give it back now")
            case .pending, .approved, .denied, .withdrawn, .ended: nil
            }
        let mayDecide = viewer.permissions.allows(.adminServers) && request.state.word == .pending
        let note = TextField(
            "A word with it", "note", sent?.note, .prose, note: "if you like", with: [.most(500), .id("note-\(id)")],
            error: sent?.problem.with("note"))
        decide = mayDecide ? Decide(note: note, approve: "\(path)/approve", deny: "\(path)/deny") : nil
    }

    private static func shown(_ state: RequestState) -> (String, String) {
        switch state {
        case .pending: ("Waits for an admin", "pending")
        case .approved(let grant): ("Approved until \(grant.until.forPages)", "approved")
        case .denied: ("Denied", "denied")
        case .withdrawn: ("Withdrawn", "stopped")
        case .ended: ("Ended", "stopped")
        }
    }

    private static func answer(_ model: RequestModel) -> String? {
        let by = model.decision.map { decision in
            decision.note.isEmpty ? "By \(decision.by)" : "By \(decision.by): \(decision.note)"
        }
        let parts = [by, model.message].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: " · ")
    }
}
