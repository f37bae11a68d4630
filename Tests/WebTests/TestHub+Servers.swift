import Accounts
import Servers
import Support
import Testing

@testable import Control
@testable import Web

extension TestHub {
    /// Asks for a launch of `key` as its owner, and records that it got as far as `phase`.
    func have(_ key: ServerKey, _ phase: Phase, reason: FinishReason? = nil, message: String? = nil) async throws {
        let owner = try await accounts.user(key.owner)
        let user = try #require(owner)
        let principal = Principal(
            user: user, credential: .system, permissions: Permissions(of: user), address: nil)
        _ = try await useCases.launchServer(key, options: LaunchOptions(), by: principal)
        try await reach(key, phase, reason: reason, message: message)
    }

    /// Records that a container was made for it.
    func contain(_ key: ServerKey) async throws {
        try await reach(key, .startInitiated)
        let tracked = try #require(try await servers.server(key))
        var status = try #require(tracked.current)
        status.container = ContainerID("c1")
        try await servers.record(status, [], at: time.now())
    }

    /// Records that it was looked at, twice, and did nothing.
    func look(at key: ServerKey) async throws {
        let server = try #require(try await servers.server(key)).server
        for second in [0, 3] {
            let usage = ContainerUsage(at: time.now() + .seconds(second), memory: .mebibytes(50), cpu: .zero)
            control.activity.note(
                .known(NotebookActivity(kernels: [])), usage: usage, of: server.id, generation: 1, at: time.now())
        }
    }

    /// Records what the reconciler would have.
    func reach(_ key: ServerKey, _ phase: Phase, reason: FinishReason? = nil, message: String? = nil) async throws {
        let tracked = try #require(try await servers.server(key))
        var status = tracked.current ?? ServerStatus(accepted: tracked.server, node: .local, at: time.now())
        status = status.advanced(to: phase, at: time.now())
        status.reason = reason
        status.message = message
        if phase == .started {
            status.container = ContainerID("c1")
            status.endpoint = Endpoint(host: "172.17.0.2", port: 8888)
            status.healthy = true
        }
        try await servers.record(status, [NewEvent(.starting, "Now \(phase.rawValue)")], at: time.now())
    }

    /// Has `key` run, looked at, and nothing go on in it for so long.
    func haveIdle(_ key: ServerKey, for duration: Duration) async throws {
        try await have(key, .started)
        try await look(at: key)
        time.advance(by: duration)
    }

    /// Ada's server for two hours, half of its memory in use, then ended; Bob's goes on.
    static func withUse() async throws -> TestHub {
        let hub = try await TestHub()
        let (ada, bob) = (ServerKey(owner: try UserName("ada")), ServerKey(owner: try UserName("bob")))
        try await hub.have(ada, .started)
        try await hub.have(bob, .started)
        let server = try #require(try await hub.servers.server(ada)).server.id
        for cpu in [0.0, 1800] {
            if cpu > 0 { hub.time.advance(by: .seconds(7200)) }
            try await hub.servers.keepUsage([
                UsageSpan(
                    of: server, ContainerID("c1"),
                    first: UsageSample(moment: hub.time.moment(), cpu: .seconds(cpu), memory: .mebibytes(512)))
            ])
        }
        try await hub.reach(ada, .finished, reason: .stoppedByUser)
        return hub
    }
}
