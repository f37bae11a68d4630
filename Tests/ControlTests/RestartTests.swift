import Accounts
import Control
import Servers
import Support
import Testing

@Suite("Restarting a server, and what its next launch gets", .timeLimit(.minutes(1)))
struct RestartTests {
    @Test("A restart ends the generation with its log and its reason, then begins the next")
    func restart() async throws {
        let (world, ada, key) = try await World.withAda()
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            let old = try await world.until(key, by: ada) { $0.activity == .ready }
            world.runtime.write("the first life\n", by: old.server.id)
            let asked = try await world.useCases.restartServer(
                key, options: LaunchOptions(memory: .gibibytes(2)), by: ada)
            #expect(asked.activity == .starting)
            #expect(world.useCases.watchServer.progress(of: asked).message == "Stopping, to start anew")
            let new = try await world.until(key, by: ada) { $0.activity == .ready }
            #expect(new.server.generation == 2)
            #expect(new.server.spec?.resources.memory == .gibibytes(2))
            #expect(world.runtime.shown.count == 1)
            #expect(world.routes.routes[key]?.generation == 2)
            let events = try await world.useCases.watchServer.events(key, after: 0, limit: 100, by: ada)
            #expect(
                events.filter { $0.generation == 1 }.map(\.kind).suffix(2) == [.stopping, .finished],
                "the first generation has its end in its history")
            #expect(events.first { $0.kind == .finished }?.message == "Stopped: to be started anew")
            let log = try await world.workspaces.keptLog(server: old.server.id, generation: 1) ?? []
            #expect(String(decoding: log, as: UTF8.self) == "the first life\n")
        }
        #expect(world.servers.audit.map(\.action) == ["server.launch", "server.restart"])
    }

    @Test("A process that dies in the middle of a restart leaves one that the next process completes")
    func crash() async throws {
        let (world, ada, key) = try await World.withAda()
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            _ = try await world.until(key, by: ada) { $0.activity == .ready }
        }
        world.runtime.hang(.stop)
        try await world.running {
            _ = try await world.useCases.restartServer(key, options: LaunchOptions(), by: ada)
            await world.runtime.waitForCalls(.stop)
        }
        world.runtime.release()
        try await world.running {
            let new = try await world.until(key, by: ada) { $0.activity == .ready }
            #expect(new.server.generation == 2)
            #expect(world.runtime.shown.map(\.generation) == [2])
        }
    }

    @Test("What cannot be launched is refused before anything stops")
    func refused() async throws {
        let (world, ada, key) = try await World.withAda()
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            let ready = try await world.until(key, by: ada) { $0.activity == .ready }
            for (options, code) in [
                (LaunchOptions(profile: ProfileID("huge")), "unknown_profile"),
                (LaunchOptions(memory: .gibibytes(64)), "ceiling"),
            ] {
                let refusal = await #expect(throws: Refusal.self) {
                    try await world.useCases.restartServer(key, options: options, by: ada)
                }
                #expect(refusal?.code == code)
            }
            #expect(try await world.servers.server(key) == ready)
        }
    }

    @Test("A restart while it stops starts it when it has stopped; a stop during a restart wins")
    func races() async throws {
        let (world, ada, key) = try await World.withAda()
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            _ = try await world.until(key, by: ada) { $0.activity == .ready }
            _ = try await world.useCases.stopServer(key, by: ada)
            _ = try await world.useCases.restartServer(key, options: LaunchOptions(), by: ada)
            let second = try await world.until(key, by: ada) { $0.activity == .ready }
            #expect(second.server.generation == 2)
            _ = try await world.useCases.restartServer(key, options: LaunchOptions(), by: ada)
            _ = try await world.useCases.stopServer(key, by: ada)
            let stopped = try await world.until(key, by: ada) { $0.activity == .stopped }
            #expect(stopped.server.generation == 3)
            #expect(stopped.current?.reason == .cancelled)
            #expect(world.runtime.shown.isEmpty)
        }
    }

    @Test("A launch that names nothing gets what the last one got, or what was chosen since")
    func remembered() async throws {
        let (world, ada, key) = try await World.withAda()
        try await world.running {
            let first = LaunchOptions(cpu: Cores(thousandths: 1500), memory: .gibibytes(2))
            _ = try await world.useCases.launchServer(key, options: first, by: ada)
            let running = try await world.until(key, by: ada) { $0.activity == .ready }
            #expect(running.server.nextOptions == nil)
            let edit = ChangeServer.Edit(options: LaunchOptionsEdit(memory: .set(.gibibytes(3))))
            let changed = try await world.useCases.changeServer(key, edit, by: ada)
            #expect(changed.server.spec?.resources.memory == .gibibytes(2), "what runs goes on as it is")
            #expect(changed.server.nextOptions?.memory == .gibibytes(3))
            let again = try await world.useCases.restartServer(key, options: LaunchOptions(), by: ada)
            #expect(again.server.spec?.resources.memory == .gibibytes(3))
            #expect(again.server.spec?.resources.cpu.burst == Cores(thousandths: 1500))
            #expect(again.server.nextOptions == nil)
        }
    }

    @Test("A profile that is gone by the next launch is refused with what to choose, and stays to be changed")
    func profileGone() async throws {
        let (world, ada, key) = try await World.withAda()
        try await world.running {
            let terms = LaunchOptions(profile: ProfileID("pulled"))
            _ = try await world.useCases.addServer(key, options: terms, displayName: nil, by: ada)
            world.profiles.drop(ProfileID("pulled"))
            let refusal = await #expect(throws: Refusal.self) {
                try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            }
            #expect(refusal?.code == "unknown_profile")
            #expect(refusal?.message.contains("used last") == true)
            #expect(refusal?.message.contains("choose one of small") == true)
            let small = LaunchOptions(profile: ProfileID("small"))
            _ = try await world.useCases.launchServer(key, options: small, by: ada)
            _ = try await world.until(key, by: ada) { $0.activity == .ready }
        }
    }
}
