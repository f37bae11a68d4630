package import Servers
import Synchronization

/// How far launches have come in between what the store records: kept in memory, for people who wait.
package final class ProgressBoard: Sendable {
    private let feed: ChangeFeed
    private let queue: AdmissionBoard
    private let stages = Mutex<[ServerID: LaunchProgress.Stage]>([:])

    init(feed: ChangeFeed, queue: AdmissionBoard) {
        self.feed = feed
        self.queue = queue
    }

    /// Notes a stage and tells those who watch the server.
    func set(_ stage: LaunchProgress.Stage, for server: ServerID) {
        let changed = stages.withLock { stages in
            guard stages[server] != stage else { return false }
            stages[server] = stage
            return true
        }
        if changed { feed.publish(.server(server, event: 0)) }
    }

    func clear(_ server: ServerID) { stages.withLock { _ = $0.removeValue(forKey: server) } }

    /// The progress of a server for people: from what is stored, and the finer stage where one is known.
    package func describe(_ tracked: TrackedServer) -> LaunchProgress {
        switch tracked.phase {
        case nil: LaunchProgress(stage: .failed, percent: 100, message: "Not launched yet")
        case .accepted where tracked.outgoing != nil:
            LaunchProgress(stage: .stopping, percent: 0, message: "Stopping, to start anew")
        case .accepted: describeQueue(tracked)
        case .launched, .startInitiated: describeStage(tracked)
        case .started:
            LaunchProgress(stage: .ready, percent: 100, message: "Server ready")
        case .killInitiated: LaunchProgress(stage: .stopping, percent: 0, message: "Stopping")
        case .finished: LaunchProgress(stage: .failed, percent: 100, message: finished(tracked))
        }
    }

    private func describeQueue(_ tracked: TrackedServer) -> LaunchProgress {
        let entry = queue.entry(of: tracked.server.id)
        let message = waiting(tracked) ?? entry.map { "Queued, \($0)" } ?? "Queued"
        return LaunchProgress(stage: .queued, percent: 0, message: message, queue: entry)
    }

    private func describeStage(_ tracked: TrackedServer) -> LaunchProgress {
        let known = stages.withLock { $0[tracked.server.id] }
        let stage = known ?? (tracked.phase == .launched ? .creating : .waitingForJupyter)
        if let waiting = waiting(tracked) { return LaunchProgress(stage: stage, percent: 10, message: waiting) }
        switch stage {
        case .queued: return LaunchProgress(stage: stage, percent: 0, message: "Queued")
        case .pulling(let done, let total): return pulling(stage, done, total)
        case .creating: return LaunchProgress(stage: stage, percent: 50, message: "Creating the container")
        case .starting: return LaunchProgress(stage: stage, percent: 65, message: "Starting the container")
        default: return LaunchProgress(stage: .waitingForJupyter, percent: 80, message: "Waiting for Jupyter to answer")
        }
    }

    private func pulling(_ stage: LaunchProgress.Stage, _ done: Bytes, _ total: Bytes?) -> LaunchProgress {
        guard let total, total.count > 0 else {
            return LaunchProgress(stage: stage, percent: 5, message: "Pulling the image: \(done)")
        }
        let share = min(Int(done.count * 40 / total.count), 40)
        return LaunchProgress(stage: stage, percent: 5 + share, message: "Pulling the image: \(done) of \(total)")
    }

    /// A failure that is being tried again.
    private func waiting(_ tracked: TrackedServer) -> String? {
        guard let status = tracked.current, status.failures > 0, let message = status.message else { return nil }
        return "Trying again (\(status.failures)): \(message)"
    }

    private func finished(_ tracked: TrackedServer) -> String {
        let reason = tracked.current?.reason?.sentence ?? "stopped"
        guard let message = tracked.current?.message, !message.isEmpty else { return "Stopped: \(reason)" }
        return "Stopped: \(reason) (\(message))"
    }
}
