import Accounts
import Control
import HubAPI
import Servers

/// A request as the page shows it.
struct RequestCard {
    let id: String
    /// `3 GiB for 8 h`.
    let asked: String
    /// `your server`, `the server ada/gpu`.
    let server: String
    /// What the server has now; nil where that is not asked.
    let has: String?
    let by: String
    let at: ShownTime
    let reason: String
    let state: String
    let kind: String
    /// When what was granted ends.
    let until: ShownTime?
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

    /// - Parameters:
    ///   - server: what it is for, where a decision is made on that.
    ///   - sent: what was sent to decide it, where that was not done.
    init(
        _ request: ResourceRequest, of server: TrackedServer? = nil, place: String, viewer: Principal,
        sent: DecisionSent? = nil
    ) {
        let path = "\(place)/\(HubPaths.segment(request.id.value))"
        id = request.id.value
        asked = "\(request.size) for \(request.duration.words)"
        self.server = request.server.named(for: viewer)
        has = server?.server.spec?.figures
        by = request.by
        at = ShownTime(request.createdAt)
        reason = request.reason.value
        (state, kind, until) = Self.shown(request.state)
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

    private static func shown(_ state: RequestState) -> (String, String, ShownTime?) {
        switch state {
        case .pending: ("Waits for an admin", "pending", nil)
        case .approved(let grant): ("Approved", "approved", ShownTime(grant.until))
        case .denied: ("Denied", "denied", nil)
        case .withdrawn: ("Withdrawn", "stopped", nil)
        case .ended: ("Ended", "stopped", nil)
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
