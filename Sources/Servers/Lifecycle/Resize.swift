/// A wish that a server have other resources while it runs. Of several the newest counts: it overtakes those before.
package struct Resize: Hashable, Sendable, Codable {
    /// Ascending for each server, never used again.
    package let revision: Int
    package let generation: Int
    package let target: Resources
    /// What was asked for, in a launch's terms: the next launch keeps it, unless this is refused.
    package let asked: LaunchSize
    /// What the next launch would have got without it.
    package let before: LaunchSize
    /// Who asked, as the audit log names them.
    package let by: String
    package let at: Timestamp
    package var outcome: Outcome

    package enum Outcome: Hashable, Sendable, Codable {
        /// To be applied; with what became of earlier tries, if any.
        case pending(Retry?)
        case applied(Timestamp)
        /// With a code for programs and a sentence for people.
        case refused(Timestamp, code: String, message: String)
    }

    /// Tries that the engine failed.
    package struct Retry: Hashable, Sendable, Codable {
        package let failures: Int
        /// Not before this is the next.
        package let at: Timestamp

        package init(failures: Int, at: Timestamp) {
            self.failures = failures
            self.at = at
        }
    }

    package init(
        revision: Int, generation: Int, target: Resources, asked: LaunchSize, before: LaunchSize, by: String,
        at: Timestamp, outcome: Outcome = .pending(nil)
    ) {
        self.revision = revision
        self.generation = generation
        self.target = target
        self.asked = asked
        self.before = before
        self.by = by
        self.at = at
        self.outcome = outcome
    }

    package var isPending: Bool {
        switch outcome {
        case .pending: true
        case .applied, .refused: false
        }
    }

    /// More memory is in use than it would leave.
    package static let belowUse = "below_use"
    /// The engine failed at it, again and again.
    package static let engine = "engine"
}

extension TrackedServer {
    /// The same, with what became of its newest resize: as `Server.settled`, and what is reserved for its run is what it has.
    package func settled(_ revision: Int, _ outcome: Resize.Outcome) -> TrackedServer? {
        guard let next = server.settled(revision, outcome) else { return nil }
        var settled = self
        settled.server = next
        if current?.reservation != nil, let resources = next.spec?.resources {
            settled.status?.reservation?.resources = resources
        }
        return settled
    }
}

extension Server {
    /// The newest resize of the present generation.
    package var currentResize: Resize? { resize.flatMap { $0.generation == generation ? $0 : nil } }

    /// The same, while it is neither applied nor refused.
    package var pendingResize: Resize? { currentResize.flatMap { $0.isPending ? $0 : nil } }

    /// What its container is to have; nil before the first launch.
    package var desiredResources: Resources? { pendingResize?.target ?? spec?.resources }

    /// The options of what runs, or is about to: in a launch's terms, what `desiredResources` are. Nil before the first launch.
    package var desiredSize: LaunchSize? { pendingResize?.asked ?? spec?.options.size }

    /// Wanted with other resources. The next launch keeps them unless another profile was chosen for it.
    package func resizing(to target: Resources, asked: LaunchSize, by: String, at now: Timestamp) -> Server {
        var next = self
        next.resize = Resize(
            revision: (resize?.revision ?? 0) + 1, generation: generation, target: target, asked: asked,
            before: pendingResize?.before ?? options.size, by: by, at: now)
        if options.profile == spec?.options.profile { next.options.size = asked }
        return next
    }

    /// The same, with what became of its newest resize: what was applied is what it runs with, what was refused its next
    /// launch does not get either. Nil when `revision` is not its pending resize.
    package func settled(_ revision: Int, _ outcome: Resize.Outcome) -> Server? {
        guard let pending = pendingResize, pending.revision == revision else { return nil }
        var next = self
        next.resize?.outcome = outcome
        switch outcome {
        case .pending: break
        case .applied:
            next.spec?.resources = pending.target
            next.spec?.options.size = pending.asked
        case .refused:
            if options.size == pending.asked { next.options.size = pending.before }
        }
        return next
    }
}
