/// The `State` of an inspected container.
package struct ContainerState: Codable, Sendable, Equatable {
    package var status: ContainerStatus
    @OrEmpty package var running: Bool
    @OrEmpty package var paused: Bool
    @OrEmpty package var restarting: Bool
    /// Some process of this run was killed for memory. Engine 20.10 leaves it false while the container runs; later
    /// ones set it even when the first process lives on. So it does not say what the container ended of.
    @OrEmpty package var oomKilled: Bool
    @OrEmpty package var dead: Bool
    /// The first process on the host; 0 when there is none.
    @OrEmpty package var pid: Int
    /// Of the last run; 0 while it runs.
    @OrEmpty package var exitCode: Int
    /// Why the last start failed; empty when it did not.
    @OrEmpty package var error: String
    package var startedAt: EngineTime?
    package var finishedAt: EngineTime?

    enum CodingKeys: String, CodingKey {
        case status = "Status"
        case running = "Running"
        case paused = "Paused"
        case restarting = "Restarting"
        case oomKilled = "OOMKilled"
        case dead = "Dead"
        case pid = "Pid"
        case exitCode = "ExitCode"
        case error = "Error"
        case startedAt = "StartedAt"
        case finishedAt = "FinishedAt"
    }
}
