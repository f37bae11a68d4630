/// What of its phase people are shown: whether it waits, comes up, runs, goes down, or how it ended.
package enum ShownPhase: String, Hashable, Sendable, CaseIterable {
    case queued, starting, running, stopping, stopped, failed

    /// - Parameters:
    ///   - phase: nil when it was never launched.
    ///   - failed: whether it ended by somebody's or something's fault.
    package init(_ phase: Phase?, failed: Bool) {
        self =
            switch phase {
            case nil: .stopped
            case .accepted: .queued
            case .launched, .startInitiated: .starting
            case .started: .running
            case .killInitiated: .stopping
            case .finished: failed ? .failed : .stopped
            }
    }

    /// One word for people: `Running`.
    package var word: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}
