package import Servers

/// Servers, specs and statuses for tests of stores.
package enum StoreSamples {
    package static let start = Timestamp(microseconds: 1_700_000_000_000_001)

    /// A key; `raw` must be valid as a user name, `name` as a server name.
    package static func key(_ owner: String, _ name: String = "") throws -> ServerKey {
        ServerKey(owner: try UserName(owner), name: name.isEmpty ? .default : try ServerName(name))
    }

    package static func spec(_ owner: UserName, image: String = "berth/notebook:minimal") -> ServerSpec {
        ServerSpec(
            options: LaunchOptions(profile: ProfileID("small"), cpu: Cores(thousandths: 500), memory: .gibibytes(1)),
            profile: ProfileID("small"), image: image,
            resources: Resources(
                cpu: Resources.CPU(reserve: Cores(thousandths: 500), burst: Cores(thousandths: 2000)),
                memory: .gibibytes(1)),
            environment: ["GREETING": "grüezi \"you\""],
            identity: Identity(user: owner, groups: ["physics"], roles: ["user"]))
    }

    /// A server that was launched once.
    package static func launched(_ key: ServerKey, id: String) -> Server {
        Server(id: ServerID(id), key: key, uid: 20_000, createdAt: start)
            .launched(spec(key.owner), at: start + .seconds(1))
    }

    /// The same server wanted with half a core more and 2 GiB.
    package static func resized(_ server: Server) -> Server {
        let half = Resources.CPU(reserve: Cores(thousandths: 750), burst: Cores(thousandths: 2500))
        return server.resizing(
            to: Resources(cpu: half, memory: .gibibytes(2), sharedMemory: .mebibytes(65), pids: 999),
            asked: LaunchSize(cpu: half.burst, reserve: half.reserve, memory: .gibibytes(2)), by: "ada/token a3",
            at: start + .seconds(5))
    }

    /// A status with every field set.
    package static func fullStatus(of server: Server, phase: Phase) -> ServerStatus {
        var status = ServerStatus(accepted: server, node: .local, at: start)
        status.phase = phase
        status.reason = .crashed(exitCode: 3)
        status.message = "the engine said: \"no\""
        status.image = ImageDigest("sha256:0123")
        status.container = ContainerID("abcdef")
        status.epoch = EngineEpoch("epoch 1")
        status.containerStartedAt = start + .seconds(2)
        status.endpoint = Endpoint(host: "172.18.0.2", port: 8888)
        status.healthy = true
        status.failures = 2
        status.retryAt = start + .seconds(3)
        status.stopAttempts = 1
        status.missingSince = start + .seconds(4)
        status.reservation = Reservation(resources: spec(server.key.owner).resources, gpus: ["GPU-\"1\""])
        return status
    }

    package static func audit(_ action: String, at: Timestamp = start, target: String = "ada/") -> AuditEntry {
        AuditEntry(
            at: at, principal: "ada/token a3", address: "127.0.0.1", action: action, target: target, result: "ok")
    }
}
