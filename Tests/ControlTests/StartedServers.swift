import Foundation
import Logging
import Servers
import Support
import Testing

@testable import Control

// Servers that run, without the way there, and the watchers that look at them.

extension World {
    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// A server that the store has as started, with or without a container behind it.
    @discardableResult
    func started(
        _ name: String, isThere: Bool = true, container: ContainerID? = nil,
        endpoint: Endpoint = Endpoint(host: "192.0.2.1", port: 8888)
    ) async throws -> TrackedServer {
        let key = ServerKey(owner: try UserName(name))
        let profile = try #require(profiles.set.profiles.first)
        var server = Server(id: ServerID("id-\(name)"), key: key, uid: 20_000, createdAt: time.now())
        server = server.launched(
            ServerSpec(
                options: LaunchOptions(), profile: profile.id, image: profile.image, resources: profile.resources,
                environment: [:], identity: Identity(user: key.owner, groups: [], roles: [])), at: time.now())
        var status = ServerStatus(accepted: server, node: .local, at: time.now())
            .advanced(to: .started, at: time.now())
        status.endpoint = endpoint
        status.container = container ?? ContainerID("gone-\(name)")
        if isThere, container == nil {
            let plan = try ContainerPlan.sample(
                server: server.id, generation: 1, image: FakeRuntime.digest("berth/notebook:minimal"),
                instance: InstanceID("testtest"))
            status.container = try await runtime.create(plan)
        }
        let tracked = TrackedServer(server: server, status: status)
        servers.put(tracked, at: key)
        return tracked
    }

    /// The same server, ended.
    @discardableResult
    func end(_ tracked: TrackedServer) -> TrackedServer {
        var ended = tracked
        ended.status?.phase = .finished
        ended.status?.reason = .stoppedByUser
        servers.put(ended, at: tracked.server.key)
        return ended
    }

    /// Lets the clock go on from sleep to sleep for so long, and what is woken do its work.
    func pass(_ duration: Duration) async throws {
        let end = time.now() + duration
        await executor.settled()
        while time.now() < end {
            try await time.waitForSleepers(count: 1)
            time.advance(by: min(time.sleeping.first ?? .zero, end - time.now()))
            await executor.settled()
        }
    }

    /// Runs what looks at servers, and what stops idle ones if that is wanted, while `body` runs.
    func watching(
        activity store: MemoryActivityStore? = nil, reaps: Bool = false, keepsUsage: Bool = false,
        _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(executor) {
            try await runWatchers(activity: store, reaps: reaps, keepsUsage: keepsUsage, body)
        }
    }

    private func runWatchers(
        activity store: MemoryActivityStore?, reaps: Bool, keepsUsage: Bool,
        _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await UsageWatcher(control, logger: Self.quiet).run()
                return false
            }
            if keepsUsage {
                group.addTask {
                    try await UsageKeeper(control, logger: Self.quiet).run()
                    return false
                }
            }
            if let store {
                group.addTask {
                    try await ActivityWatcher(control, store: store, logger: Self.quiet).run()
                    return false
                }
            }
            if reaps {
                group.addTask {
                    try await IdleKeeper(control, logger: Self.quiet).run()
                    return false
                }
            }
            group.addTask {
                try await body()
                return true
            }
            while let isBody = try await group.next(), !isBody {}
            group.cancelAll()
        }
    }
}
