package import Servers

/// What is to be reaped: all that policies say, or what an admin asks for.
package struct ReapOrder: Hashable, Sendable {
    /// After how long without activity, in place of what policies say; nil: what they say.
    package var timeout: Duration?
    /// Which servers are meant.
    package var filter: FleetFilter

    package init(timeout: Duration? = nil, filter: FleetFilter = FleetFilter()) {
        self.timeout = timeout
        self.filter = filter
    }

    /// What the timer does, and an admin who names nothing.
    package static let byPolicy = ReapOrder()

    /// Whether policies alone are asked. Else somebody has said what is to be stopped: then no notice is given nor waited
    /// for, and all else holds.
    package var isByPolicy: Bool { timeout == nil && filter.isEmpty }

    func terms(_ terms: IdleTerms) -> IdleTerms {
        isByPolicy ? terms : terms.askedFor(timeout: timeout.map { .after($0) })
    }
}

/// A started server, and what reaping does about it.
package struct ReapCandidate: Hashable, Sendable {
    /// With its spec and status.
    package let entry: FleetEntry
    package let verdict: ServerVerdict
    package let step: ReapStep
    /// What it uses, where that is known.
    package let usage: ServerUsage?
}

/// What became of a server that was to be warned, stopped or left in peace.
package struct ReapOutcome: Hashable, Sendable {
    package let server: ServerKey
    /// The last verdict on it; nil where it was gone, or had been started anew, by then.
    package let verdict: ServerVerdict?
    package let result: Result

    package enum Result: String, Hashable, Sendable {
        case stopped
        case warned
        case takenBack
        /// Something came in between, and nothing was done.
        case spared
        /// It could not be written; the next time does it.
        case failed
    }
}
