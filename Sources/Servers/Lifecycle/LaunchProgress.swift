/// How far a launch has come, for people who wait: fleeting, never stored.
package struct LaunchProgress: Hashable, Sendable {
    package let stage: Stage
    /// 0 to 100; 100 only when ready or failed.
    package let percent: Int
    /// One line for people: `Pulling the image: 120 of 405 MiB`.
    package let message: String
    /// Where it stands in the queue; nil when it does not wait there.
    package var queue: QueueEntry?

    package enum Stage: Hashable, Sendable {
        case queued, pulling(done: Bytes, total: Bytes?), creating, starting, waitingForJupyter, ready, failed, stopping
    }

    package init(stage: Stage, percent: Int, message: String, queue: QueueEntry? = nil) {
        self.stage = stage
        self.percent = percent
        self.message = message
        self.queue = queue
    }
}
