/// How far a launch has come, for people who wait: fleeting, never stored.
package struct LaunchProgress: Hashable, Sendable {
    package let stage: Stage
    /// 0 to 100; 100 only when ready or failed.
    package let percent: Int
    /// One line for people: `Pulling the image: 120 of 405 MiB`.
    package let message: String

    package enum Stage: Hashable, Sendable {
        case queued, pulling(done: Bytes, total: Bytes?), creating, starting, waitingForJupyter, ready, failed, stopping
    }

    package init(stage: Stage, percent: Int, message: String) {
        self.stage = stage
        self.percent = percent
        self.message = message
    }
}
