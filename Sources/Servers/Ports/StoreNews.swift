/// What a committed transaction did that is counted.
package enum StoreNews: Hashable, Sendable {
    /// A server's launch came to another phase.
    case reached(Reached)
    case resized(Resize.Outcome)
    /// What was killed for memory was told.
    case outOfMemory

    package struct Reached: Hashable, Sendable {
        /// When the launch was asked for.
        package let launchedAt: Timestamp?
        /// Where it was, and since when; nil at its first phase.
        package let before: Stay?
        package let phase: Phase
        package let at: Timestamp
        /// Once it has finished.
        package let reason: FinishReason?

        package struct Stay: Hashable, Sendable {
            package let phase: Phase
            package let since: Timestamp
        }

        /// Nil where `status` is of the phase that was there before.
        package init?(_ status: ServerStatus, before: ServerStatus?, launchedAt: Timestamp?) {
            let own = before.flatMap { $0.generation == status.generation ? $0 : nil }
            guard own?.phase != status.phase else { return nil }
            self.launchedAt = launchedAt
            self.before = own.map { Stay(phase: $0.phase, since: $0.since) }
            phase = status.phase
            at = status.since
            reason = status.phase == .finished ? status.reason : nil
        }
    }
}
