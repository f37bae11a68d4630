/// A request that is decided, withdrawn or over already: it stays as it is.
package struct RequestDecided: Error, Hashable, Sendable {
    package let id: RequestID
    package let state: RequestState.Word

    package init(id: RequestID, state: RequestState.Word) {
        self.id = id
        self.state = state
    }
}

extension ResourceRequest {
    /// The grant, while it counts.
    package func grant(at now: Timestamp) -> Grant? {
        guard case .approved(let grant) = state, grant.until > now else { return nil }
        return grant
    }

    /// Whether something of it is still to be done, or to be decided.
    package var isOpen: Bool {
        switch state {
        case .pending, .approved: true
        case .denied, .withdrawn: false
        case .ended(_, _, let end):
            switch end {
            case .shrinking, .inUse: true
            case .over: false
            }
        }
    }

    /// Throws `RequestDecided` unless it is pending.
    package func requirePending() throws(RequestDecided) {
        guard case .pending = state else { throw RequestDecided(id: id, state: state.word) }
    }

    package func approved(_ grant: Grant) throws(RequestDecided) -> ResourceRequest {
        try requirePending()
        return with(.approved(grant))
    }

    package func denied(_ decision: RequestState.Decision) throws(RequestDecided) -> ResourceRequest {
        try requirePending()
        return with(.denied(decision))
    }

    /// One that is pending is no more; a grant that lasts is given back: its time ends now.
    package func withdrawn(at now: Timestamp) throws(RequestDecided) -> ResourceRequest {
        if var grant = grant(at: now) {
            grant.until = now
            return with(.approved(grant))
        }
        try requirePending()
        return with(.withdrawn(at: now))
    }

    package func with(_ state: RequestState) -> ResourceRequest {
        var next = self
        next.state = state
        return next
    }
}
