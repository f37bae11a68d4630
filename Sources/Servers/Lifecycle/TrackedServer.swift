/// A server as it is known: what is wanted, and what was last reached.
package struct TrackedServer: Hashable, Sendable, Codable {
    package var server: Server
    package var status: ServerStatus?
    /// When somebody last did something with it; nil when nobody has.
    package var usedAt: Timestamp?
    /// What is remembered of its processes that were killed for memory; nil when none ever was.
    package var memory: MemoryRecord?
    /// What has passed between Berth and its people of its being idle.
    package var idle: IdleRecord
    /// When something was last seen to go on in it: now, while a kernel is busy. Not stored with it; nil where nobody looked.
    package var activeAt: Timestamp?

    package init(
        server: Server, status: ServerStatus?, usedAt: Timestamp? = nil, memory: MemoryRecord? = nil,
        idle: IdleRecord = IdleRecord()
    ) {
        self.server = server
        self.status = status
        self.usedAt = usedAt
        self.memory = memory
        self.idle = idle
    }

    /// When it was last used, or busy, or launched.
    package var lastActivity: Timestamp? { [usedAt, activeAt, server.launchedAt].compactMap(\.self).max() }

    /// The status of the latest generation; nil when there is none yet.
    package var current: ServerStatus? {
        status.flatMap { $0.generation == server.generation ? $0 : nil }
    }

    /// The status of an earlier generation that has not finished: it ends before the latest begins.
    package var outgoing: ServerStatus? {
        status.flatMap { $0.generation < server.generation && $0.phase != .finished ? $0 : nil }
    }

    /// Whether it is wanted removed and nothing is left of it.
    package var isGone: Bool {
        guard case .removed = server.desired else { return false }
        return server.generation == 0 || current?.phase == .finished
    }

    /// The phase that is shown: desired ahead of status is `accepted`, wanted stopped with something left is `killInitiated`.
    /// Nil when the server was never launched.
    package var phase: Phase? {
        Phase(ofLaunch: server.generation, isWanted: server.desired.stopReason == nil, reached: current?.phase)
    }

    /// Whether its latest generation ended by anyone's failure: not stopped, reaped or shut down.
    package var hasFailed: Bool { current?.reason?.isFailure ?? false }

    /// What is to be kept free for it: all that it has, and all that it is about to have. Nil before its first launch.
    package var reserved: Resources? {
        server.spec.map { spec in server.pendingResize.map { spec.resources.covering($0.target) } ?? spec.resources }
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
