import Servers
import Support

/// One row of the table: what is wanted, what was reached, what the engine shows, and the one next step.
struct DecideCase: Sendable, CustomStringConvertible {
    let description: String
    let tracked: TrackedServer
    let observation: Observation
    let expected: Step
}

/// Builds rows. Everything happens at `now`; the server is in generation 2 and the engine in run "now".
enum Given {
    static let now = Timestamp(microseconds: 1_700_000_000_000_000)
    static let limits = LifecycleLimits()
    static let epoch = EngineEpoch("now")
    static let endpoint = Endpoint(host: "172.18.0.2", port: 8888)

    /// The states in which a container takes up room.
    static let alive: [ObservedContainer.State] = [.running, .paused, .restarting, .unknown("odd")]
    static let ended: [(ObservedContainer.State, FinishReason)] = [
        (.exited(code: 0, oomKilled: false), .exited), (.exited(code: 0, oomKilled: true), .exited),
        (.exited(code: 1, oomKilled: false), .crashed(exitCode: 1)),
        (.exited(code: 1, oomKilled: true), .crashed(exitCode: 1)),
        (.exited(code: 137, oomKilled: true), .oomKilled),
        (.exited(code: 137, oomKilled: false), .crashed(exitCode: 137)),
        (.exited(code: -1, oomKilled: false), .crashed(exitCode: -1)),
    ]
    static let allStates = alive + ended.map(\.0) + [.created, .dead, .removing]

    static func server(_ desired: Desired = .running, generation: Int = 2) throws -> Server {
        var server = StoreSamples.launched(try StoreSamples.key("ada"), id: "aaaa")
        server.generation = generation
        server.desired = desired
        return server
    }

    /// A status as it is in `phase`, then changed by `change`.
    static func status(
        _ phase: Phase, generation: Int = 2, _ change: (inout ServerStatus) -> Void = { _ in }
    ) throws -> ServerStatus {
        var status = ServerStatus(accepted: try server(generation: generation), node: .local, at: now)
        status.phase = phase
        if phase > .launched { status.image = ImageDigest("sha256:01") }
        if phase >= .started {
            status.container = ContainerID("c")
            status.endpoint = endpoint
            status.epoch = epoch
        }
        if phase >= .killInitiated { status.reason = .drained }
        change(&status)
        return status
    }

    static func container(
        _ state: ObservedContainer.State, generation: Int = 2, id: String = "c", startedAt: Timestamp? = now,
        endpoint: Endpoint? = Given.endpoint
    ) -> ObservedContainer {
        ObservedContainer(
            id: ContainerID(id), name: "berth-x-aaaa-\(generation)", server: ServerID("aaaa"), generation: generation,
            state: state, startedAt: startedAt, endpoint: endpoint)
    }

    static func row(
        _ description: String, wanting desired: Desired = .running, _ status: ServerStatus?,
        _ containers: [ObservedContainer],
        epoch: EngineEpoch? = Given.epoch, _ expected: Step
    ) throws -> DecideCase {
        DecideCase(
            description: description, tracked: TrackedServer(server: try server(desired), status: status),
            observation: Observation(containers: containers, epoch: epoch), expected: expected)
    }
}
