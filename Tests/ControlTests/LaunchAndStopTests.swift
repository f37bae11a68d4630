import Accounts
import Control
import Servers
import Support
import Testing

@Suite("Launching and stopping a server", .timeLimit(.minutes(1)))
struct LaunchAndStopTests {
    @Test("A launch goes through every phase to a routed server")
    func launch() async throws {
        let (world, ada, key) = try await World.withAda()
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            let ready = try await world.until(key, by: ada) { $0.activity == .ready }
            #expect(world.routes.routes[key] != nil, "a server that is called ready is routed")
            let container = try #require(world.runtime.shown.first)
            #expect(ready.current?.container == container.id)
            #expect(ready.current?.endpoint == container.endpoint)
            let events = try await world.useCases.watchServer.events(key, after: 0, limit: 100, by: ada)
            #expect(events.map(\.kind) == [.requested, .admitted, .imageReady, .created, .starting, .started])
        }
        #expect(world.routes.routes[key]?.endpoint == world.runtime.shown.first?.endpoint)
    }

    @Test("A stop keeps the log, removes the container and withdraws the route")
    func stop() async throws {
        let (world, ada, key) = try await World.withAda()
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            let ready = try await world.until(key, by: ada) { $0.activity == .ready }
            world.runtime.write("a line of Jupyter's log\n", by: ready.server.id)
            _ = try await world.useCases.stopServer(key, by: ada)
            let stopped = try await world.until(key, by: ada) { $0.activity == .stopped }
            #expect(stopped.current?.reason == .stoppedByUser)
            #expect(stopped.current?.phase == .finished)
            #expect(world.runtime.shown.isEmpty)
            #expect(world.routes.routes.isEmpty)
            let log = try await world.useCases.readLog(key, by: ada)
            #expect(String(decoding: log, as: UTF8.self).contains("a line of Jupyter's log"))
        }
    }

    @Test("A stop while the image is being pulled cancels the launch")
    func stopDuringPull() async throws {
        let (world, ada, key) = try await World.withAda()
        world.runtime.addToRegistry("registry/other:1")
        world.runtime.hang(.pull)
        try await world.running {
            let pulled = LaunchOptions(profile: ProfileID("pulled"))
            _ = try await world.useCases.launchServer(key, options: pulled, by: ada)
            await world.runtime.waitForCalls(.pull)
            _ = try await world.useCases.stopServer(key, by: ada)
            let stopped = try await world.until(key, by: ada) { $0.activity == .stopped }
            #expect(stopped.current?.reason == .cancelled)
        }
        #expect(world.runtime.count(of: .create) == 0)
    }

    @Test("A Jupyter that never answers ends with startTimeout, and its container goes")
    func startTimeout() async throws {
        let (world, ada, key) = try await World.withAda()
        world.notebook.set(.notReady("connection refused"))
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            let stopped = try await world.untilInTime(key, by: ada) { $0.activity == .stopped }
            #expect(stopped.current?.reason == .startTimeout)
            #expect(world.runtime.shown.isEmpty)
        }
    }

    @Test("A refusal of the engine is tried three times, then the launch fails with what the engine said")
    func engineRefuses() async throws {
        let (world, ada, key) = try await World.withAda()
        world.runtime.failNext(.create, .failed("no space left on device"), times: 3)
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            let stopped = try await world.untilInTime(key, by: ada) { $0.activity == .stopped }
            #expect(stopped.current?.reason == .engineError)
            #expect(stopped.current?.message == "no space left on device")
        }
        #expect(world.runtime.count(of: .create) == 3)
    }

    @Test("A create whose answer was lost does not make a second container")
    func lostAnswer() async throws {
        let (world, ada, key) = try await World.withAda()
        world.runtime.failNext(.create, .timedOut("create took too long"), afterwards: true)
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            _ = try await world.untilInTime(key, by: ada) { $0.activity == .ready }
            #expect(world.runtime.shown.count == 1)
        }
    }

    @Test("A workspace that cannot be used fails the launch with what to do")
    func badWorkspace() async throws {
        let (world, ada, key) = try await World.withAda()
        world.workspaces.fail(with: WorkspaceError(path: "/w/ada", problem: "it is a link", remedy: "remove it"))
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            let stopped = try await world.until(key, by: ada) { $0.activity == .stopped }
            #expect(stopped.current?.message == "/w/ada: it is a link; remove it")
            #expect(world.runtime.shown.isEmpty)
        }
    }

    @Test("The same options while starting go on with the same generation; others are refused")
    func launchTwice() async throws {
        let (world, ada, key) = try await World.withAda()
        world.notebook.set(.notReady("not yet"))
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            let again = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            guard case .starting(let tracked) = again else {
                Issue.record("the second launch was \(again)")
                return
            }
            #expect(tracked.server.generation == 1)
            let other = await #expect(throws: Refusal.self) {
                try await world.useCases.launchServer(key, options: LaunchOptions(memory: .gibibytes(2)), by: ada)
            }
            #expect(other?.code == "launch_conflict")
            world.notebook.set(.ready)
            _ = try await world.untilInTime(key, by: ada) { $0.activity == .ready }
            let running = await #expect(throws: Refusal.self) {
                try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            }
            #expect(running?.message == "ada is already running")
        }
    }

    @Test("Above the ceiling, an unknown profile and another's server are refused and nothing is stored")
    func refusals() async throws {
        let (world, ada, key) = try await World.withAda()
        let bob = try await world.person("bob")
        try await world.running {
            let cases: [(LaunchOptions, Principal, String)] = [
                (LaunchOptions(memory: .gibibytes(64)), ada, "ceiling"),
                (LaunchOptions(profile: ProfileID("huge")), ada, "unknown_profile"),
                (LaunchOptions(), bob, "not_found"),
            ]
            for (options, principal, code) in cases {
                let refusal = await #expect(throws: Refusal.self) {
                    try await world.useCases.launchServer(key, options: options, by: principal)
                }
                #expect(refusal?.code == code)
            }
        }
        #expect(try await world.servers.server(key) == nil)
    }
}
