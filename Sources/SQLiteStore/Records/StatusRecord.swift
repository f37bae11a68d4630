import GRDB
import Servers

/// A row of `status`: the latest of one server.
struct StatusRecord: Record {
    static var databaseTableName: String { "status" }

    let server: String
    let generation: Int
    let node: String
    let phase: Phase
    let since: Int64
    /// JSON of a `FinishReason`.
    let reason: String?
    let message: String?
    let image: String?
    let container: String?
    let epoch: String?
    let containerStartedAt: Int64?
    let endpointHost: String?
    let endpointPort: Int?
    let healthy: Bool
    let failures: Int
    let retryAt: Int64?
    let stopAttempts: Int
    let missingSince: Int64?
    /// JSON of a `Reservation`.
    let reservation: String?

    init(_ status: ServerStatus) throws {
        server = status.server.value
        generation = status.generation
        node = status.node.value
        phase = status.phase
        since = status.since.microseconds
        reason = try status.reason.map(json)
        message = status.message
        image = status.image?.value
        container = status.container?.value
        epoch = status.epoch?.value
        containerStartedAt = status.containerStartedAt?.microseconds
        endpointHost = status.endpoint?.host
        endpointPort = status.endpoint?.port
        healthy = status.healthy
        failures = status.failures
        retryAt = status.retryAt?.microseconds
        stopAttempts = status.stopAttempts
        missingSince = status.missingSince?.microseconds
        reservation = try status.reservation.map(json)
    }

    private static let reservations = DecodedJSON<Reservation>()

    /// The status of `server`, whose row this is.
    func status(of server: Server) throws -> ServerStatus {
        try reading {
            var launch = server
            launch.generation = generation
            var status = ServerStatus(accepted: launch, node: NodeID(node), at: Timestamp(microseconds: since))
            status.phase = phase
            status.reason = try reason.map { try value(FinishReason.self, json: $0) }
            status.message = message
            status.image = image.map { ImageDigest($0) }
            status.container = container.map { ContainerID($0) }
            status.epoch = epoch.map { EngineEpoch($0) }
            status.containerStartedAt = containerStartedAt.map { Timestamp(microseconds: $0) }
            if let endpointHost, let endpointPort { status.endpoint = Endpoint(host: endpointHost, port: endpointPort) }
            status.healthy = healthy
            status.failures = failures
            status.retryAt = retryAt.map { Timestamp(microseconds: $0) }
            status.stopAttempts = stopAttempts
            status.missingSince = missingSince.map { Timestamp(microseconds: $0) }
            status.reservation = try reservation.map { try Self.reservations.meaning(of: $0) }
            return status
        }
    }
}
