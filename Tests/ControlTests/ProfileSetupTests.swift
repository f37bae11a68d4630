import Accounts
import Control
import Servers
import Support
import Testing

@Suite("What a profile gives of the operator's", .timeLimit(.minutes(1)))
struct ProfileSetupTests {
    private func world(_ setup: ContainerSetup = ContainerSetup(), gpus: GPUPool? = nil) async throws -> (
        World, Principal, ServerKey
    ) {
        let profile = Profile(
            id: ProfileID("special"), title: "Special", summary: "", image: "berth/notebook:minimal",
            resources: Resources(
                cpu: .init(reserve: Cores(thousandths: 500), burst: Cores(thousandths: 1000)), memory: .gibibytes(1)),
            ceiling: Ceiling(cpu: Cores(thousandths: 1000), memory: .gibibytes(1)), setup: setup, gpus: gpus)
        let world = try World(profiles: [profile])
        let ada = try await world.person("ada")
        return (world, ada, ServerKey(owner: ada.user.name))
    }

    private let special = LaunchOptions(profile: ProfileID("special"))

    @Test("Secrets are in place while the server lives and gone when it has finished")
    func secrets() async throws {
        let (world, ada, key) = try await world(ContainerSetup(secrets: [SecretFile(name: "key")]))
        let special = special
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: special, by: ada)
            let ready = try await world.until(key, by: ada) { $0.activity == .ready }
            #expect(world.workspaces.secrets == [ready.server.id: ["key"]])
            #expect(world.runtime.plans.first?.secretsDirectory == "/secrets/\(ready.server.id)")
            _ = try await world.useCases.stopServer(key, by: ada)
            _ = try await world.until(key, by: ada) { $0.activity == .stopped }
            #expect(world.workspaces.secrets.isEmpty)
        }
    }

    @Test("A secret or a volume that is missing ends the launch at once, and says which")
    func missing() async throws {
        for setup in [
            ContainerSetup(secrets: [SecretFile(name: "key")]),
            ContainerSetup(mounts: [SharedMount(source: .volume("key"), target: "/data")]),
        ] {
            let (world, ada, key) = try await world(setup)
            world.workspaces.lack(secrets: ["key"])
            let special = special
            try await world.running {
                _ = try await world.useCases.launchServer(key, options: special, by: ada)
                let stopped = try await world.until(key, by: ada) { $0.activity == .stopped }
                #expect(stopped.current?.reason == .profileUnmet)
                #expect(stopped.current?.message?.contains("key") == true)
            }
            #expect(world.runtime.shown.isEmpty && world.workspaces.secrets.isEmpty)
        }
    }

    @Test("GPUs are one server's alone from its admission until it has finished, and who finds too few waits")
    func gpus() async throws {
        let (world, ada, key) = try await world(gpus: GPUPool(count: 1, devices: ["0", "1"]))
        let bob = try await world.person("bob")
        let eve = try await world.person("eve")
        let (special, others) = (special, [bob, eve].map { ServerKey(owner: $0.user.name) })
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: special, by: ada)
            _ = try await world.until(key, by: ada) { $0.activity == .ready }
            _ = try await world.useCases.launchServer(others[0], options: special, by: bob)
            let ready = try await world.until(key, by: ada) { $0.activity == .ready }
            #expect(ready.current?.reservation?.gpus == ["0"])
            _ = try await world.until(others[0], by: bob) { $0.activity == .ready }
            #expect(Set(world.runtime.plans.flatMap(\.gpus)) == ["0", "1"])
            _ = try await world.useCases.launchServer(others[1], options: special, by: eve)
            let place = try await world.untilQueued(others[1], by: eve)
            #expect(place.shortage == .gpus(needs: 1, free: 0))
            _ = try await world.useCases.stopServer(key, by: ada)
            let taken = try await world.until(others[1], by: eve) { $0.activity == .ready }
            #expect(taken.current?.reservation?.gpus == ["0"])
        }
    }
}
