/// A server as it is known: what is wanted, and what was last reached.
package struct TrackedServer: Hashable, Sendable, Codable {
    package var server: Server
    package var status: ServerStatus?

    package init(server: Server, status: ServerStatus?) {
        self.server = server
        self.status = status
    }

    /// The status of the latest generation; nil when there is none yet.
    package var current: ServerStatus? {
        status.flatMap { $0.generation == server.generation ? $0 : nil }
    }

    /// The phase that is shown: desired ahead of status is `accepted`, wanted stopped with something left is `killInitiated`.
    /// Nil when the server was never launched.
    package var phase: Phase? {
        guard server.generation > 0 else { return nil }
        guard let current else {
            if case .stopped = server.desired { return .killInitiated }
            return .accepted
        }
        if case .stopped = server.desired, current.phase != .finished { return .killInitiated }
        return current.phase
    }

    /// What the outside sees of it, in JupyterHub's terms.
    package var activity: ServerActivity {
        switch phase {
        case nil, .finished: .stopped
        case .accepted, .launched, .startInitiated: .starting
        case .started: .ready
        case .killInitiated: .stopping
        }
    }
}

/// JupyterHub's view of a server: `pending: spawn | stop`, `ready`, `stopped`.
package enum ServerActivity: String, Hashable, Sendable { case stopped, starting, ready, stopping }
