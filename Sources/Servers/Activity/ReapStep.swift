/// What reaping does about a server at one moment.
package enum ReapStep: String, Hashable, Sendable, CaseIterable {
    case nothing
    /// Tells its people that it will be stopped.
    case warn
    /// Tells them that it will not: somebody or something needs it again.
    case takeBack
    case stop
}

extension ServerVerdict {
    /// What is to be done now about a server of which `idle` is remembered.
    ///
    /// - Parameter isByPolicy: whether policies ask; what an admin asks for by hand tells nobody anything.
    package func step(after idle: IdleRecord, isByPolicy: Bool) -> ReapStep {
        switch (verdict.action, verdict.rule) {
        case (.reap, _): return .stop
        case (.warn, _): return isByPolicy && verdict.toldAt == nil ? .warn : .nothing
        // What could not be looked at this time is not needed for that.
        case (.keep, .unknown): return .nothing
        case (.keep, _): return isByPolicy && idle.warnedAt != nil ? .takeBack : .nothing
        }
    }

    /// Why a server ends that is reaped by this verdict.
    package var finishReason: FinishReason { verdict.rule == .age ? .reapedAge : .reapedIdle }
}
