import Accounts
import Control
import Servers
import Support
import Testing

@Suite("Images of launches", .timeLimit(.minutes(1)))
struct ImageTests {
    private let name = "registry/team:1"

    private func world(_ pull: PullPolicy) async throws -> (World, Principal, ServerKey, LaunchOptions) {
        let profile = Profile(
            id: ProfileID("team"), title: "Team", summary: "", image: name,
            resources: Resources(
                cpu: .init(reserve: Cores(thousandths: 500), burst: Cores(thousandths: 1000)), memory: .gibibytes(1)),
            ceiling: Ceiling(cpu: Cores(thousandths: 1000), memory: .gibibytes(1)), pull: pull)
        let world = try World(profiles: [profile])
        let ada = try await world.person("ada")
        return (world, ada, ServerKey(owner: ada.user.name), LaunchOptions(profile: profile.id))
    }

    @Test(
        "An image is pulled as the profile says",
        arguments: [
            (PullPolicy.missing, true, 0), (.missing, false, 1), (.always, true, 1), (.always, false, 1),
            (.never, true, 0),
        ])
    func policy(_ pull: PullPolicy, _ isThere: Bool, _ pulls: Int) async throws {
        let (world, ada, key, options) = try await world(pull)
        world.runtime.addToRegistry(name)
        if isThere { world.runtime.addImage(name) }
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: options, by: ada)
            let ready = try await world.until(key, by: ada) { $0.activity == .ready }
            #expect(ready.current?.image == FakeRuntime.digest("registry/team:1"))
        }
        #expect(world.runtime.count(of: .pull) == pulls)
    }

    @Test("An image that is never pulled and not there ends the launch, and says so")
    func never() async throws {
        let (world, ada, key, options) = try await world(.never)
        world.runtime.addToRegistry(name)
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: options, by: ada)
            let stopped = try await world.until(key, by: ada) { $0.activity == .stopped }
            #expect(stopped.current?.reason == .imageMissing)
            #expect(stopped.current?.message?.contains("never pulls") == true)
        }
        #expect(world.runtime.count(of: .pull) == 0)
    }

    @Test("Only what Berth pulled and nothing uses is removed, and told in the audit log")
    func prune() async throws {
        let (world, ada, key, options) = try await world(.always)
        let admin = try await world.person("root", isAdmin: true)
        let old = ImageDigest("sha256:old")
        try await world.pulled.notePulled(PulledImage(digest: old, reference: name, pulledAt: world.time.now()))
        world.runtime.addToRegistry(name)
        world.runtime.addImage("foreign/image:1")
        world.runtime.moveTag("old/one:1", to: old)
        world.runtime.moveTag("old/one:1", to: ImageDigest("sha256:foreign"))
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: options, by: ada)
            _ = try await world.until(key, by: ada) { $0.activity == .ready }
            let images = world.useCases.manageImages
            await #expect(throws: Refusal.self) { try await images.all(by: ada) }
            await #expect(throws: Refusal.self) { try await images.prune(isDryRun: true, by: ada) }
            let listed = try await images.all(by: admin)
            #expect(listed.map(\.image.digest).contains(FakeRuntime.digest("registry/team:1")))
            #expect(listed.first { $0.image.digest != old && $0.pulled != nil }?.users == ["ada/", "profile team"])
            #expect(!listed.contains { $0.name == "foreign/image:1" })
            let before = try await world.runtime.images()
            #expect(try await images.prune(isDryRun: true, by: admin).map(\.image.digest) == [old])
            #expect(try await world.runtime.images() == before && world.pulled.audit.isEmpty)
            #expect(try await images.prune(isDryRun: false, by: admin).map(\.image.digest) == [old])
            #expect(try await world.runtime.images() == before.filter { $0.digest != old })
            #expect(world.pulled.audit.map(\.target) == ["registry/team:1 sha256:old"])
            #expect(try await images.prune(isDryRun: false, by: admin).isEmpty)
        }
    }

    @Test("A tag that has moved since a server was launched is a newer image for its next start")
    func newer() async throws {
        let (world, ada, key, options) = try await world(.missing)
        world.runtime.addImage(name)
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: options, by: ada)
            let ready = try await world.until(key, by: ada) { $0.activity == .ready }
            #expect(!world.useCases.watchServer.hasNewerImage(than: ready))
            world.runtime.moveTag("registry/team:1", to: ImageDigest("sha256:new"))
            // What the engine's hints or its clock have the watcher do.
            let before = world.runtime.count(of: .containers)
            await world.executor.settled()
            world.time.advance(by: .seconds(30))
            await world.executor.settled()
            #expect(world.runtime.count(of: .containers) > before)
            #expect(world.useCases.watchServer.hasNewerImage(than: ready))
        }
    }
}
