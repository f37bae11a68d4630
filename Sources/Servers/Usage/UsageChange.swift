/// What a change of a server, or what was read of it, does to the ledger: written in the same transaction.
package struct UsageChange: Hashable, Sendable {
    /// Intervals that are over, in their order.
    package private(set) var closed: [UsageInterval] = []
    /// The one that goes on; nil when none does.
    package private(set) var open: OpenUsage?
    /// The session that ended.
    package private(set) var session: UsageSession?

    /// What the ledger is asked for its part.
    package struct Past {
        /// When the server's last interval ended; nil when it has none.
        let lastEnd: () throws -> Timestamp?
        /// Whether more was asked for it by a request since then, or a grant is in force.
        let hasRequest: (ServerKey, Timestamp) throws -> Bool

        package init(
            lastEnd: @escaping () throws -> Timestamp?,
            hasRequest: @escaping (ServerKey, Timestamp) throws -> Bool
        ) {
            self.lastEnd = lastEnd
            self.hasRequest = hasRequest
        }
    }

    /// The server's status has become what `tracked` has.
    package init(_ open: OpenUsage?, after tracked: TrackedServer, at moment: Moment, _ past: Past) throws {
        guard let status = tracked.status else {
            self.open = open
            return
        }
        var ongoing = open
        if let other = ongoing, other.generation != status.generation {
            // One that a restored store does not know the end of.
            closed += other.present
            ongoing = nil
        }
        if status.phase == .finished {
            guard var ending = ongoing else { return }
            closed += ending.pass(to: moment)
            session = UsageSession(
                ending, of: tracked, status, hasRequest: try past.hasRequest(tracked.server.key, ending.session.began))
            closed += ending.present
        } else if var following = ongoing {
            closed += following.follow(tracked, at: moment)
            self.open = following
        } else {
            self.open = OpenUsage(tracked, at: moment, notBefore: try past.lastEnd())
        }
    }

    /// Samples were read. Of a server that runs and has no interval yet, one begins with the first of them.
    package init(_ open: OpenUsage?, reading span: UsageSpan, of tracked: () throws -> TrackedServer?, _ past: Past)
        throws
    {
        var ongoing = open
        if ongoing == nil, let tracked = try tracked(), tracked.current?.phase == .started,
            tracked.current?.container == span.container
        {
            ongoing = OpenUsage(tracked, at: span.first.moment, notBefore: try past.lastEnd())
        }
        closed += ongoing?.take(span) ?? []
        self.open = ongoing
    }

    /// Its container was seen to have ended.
    package init(_ open: OpenUsage?, _ end: UsageEnd) {
        self.open = open
        guard open?.generation == end.generation else { return }
        if let span = end.span { closed += self.open?.take(span) ?? [] }
        closed += self.open?.end(at: end.finishedAt, seen: end.seen) ?? []
    }
}

/// The end of a container, as it was seen.
package struct UsageEnd: Hashable, Sendable {
    package let server: ServerID
    package let generation: Int
    /// By the engine's clock; nil where it does not say.
    package let finishedAt: Timestamp?
    /// What was read last and not written down yet.
    package let span: UsageSpan?
    package let seen: Moment

    package init(server: ServerID, generation: Int, finishedAt: Timestamp?, span: UsageSpan?, seen: Moment) {
        self.server = server
        self.generation = generation
        self.finishedAt = finishedAt
        self.span = span
        self.seen = seen
    }
}
