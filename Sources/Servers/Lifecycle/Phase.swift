/// How far a generation has come, in Titus's terms. Only ever goes forward, in this order.
package enum Phase: String, Hashable, Sendable, Codable, CaseIterable {
    /// Stored, not yet admitted.
    case accepted
    /// Admitted: node and image chosen.
    case launched
    /// The container exists or is starting and is being probed.
    case startInitiated
    /// Answered HTTP; routed.
    case started
    /// On its way out: stop asked for, or the container ended by itself.
    case killInitiated
    /// No container; carries a reason.
    case finished
}

extension Phase: Comparable {
    package static func < (left: Phase, right: Phase) -> Bool { left.order < right.order }

    private var order: Int {
        switch self {
        case .accepted: 0
        case .launched: 1
        case .startInitiated: 2
        case .started: 3
        case .killInitiated: 4
        case .finished: 5
        }
    }
}

extension Phase {
    /// The phase that is shown of a server's launch; nil when it was never launched.
    ///
    /// - Parameter phase: what was reached of that launch; nil while there is nothing of it.
    init?(ofLaunch generation: Int, isWanted: Bool, reached phase: Phase?) {
        guard generation > 0 else { return nil }
        guard let phase else {
            self = isWanted ? .accepted : .killInitiated
            return
        }
        self = isWanted || phase == .finished ? phase : .killInitiated
    }
}
