import DockerEngine
import Servers
import Support
import Testing

@testable import DockerRuntime

@Suite("The servers' network", .timeLimit(.minutes(1)))
struct NetworkTests {
    @Test("It is made when missing, apart inside and labelled")
    func made() async throws {
        try await withStubRuntime { runtime, engine in
            engine.on("POST", "/networks/create") { _ in
                engine.on("GET", "/networks/{id}") { _ in .json(networkAnswer()) }
                return .json(#"{"Id":"net1"}"#)
            }
            engine.on("GET", "/networks/{id}") { _ in .message("no such network", status: 404) }
            try await runtime.isolate()
            let body = engine.calls.first { $0.method == "POST" }?.bodyText ?? ""
            #expect(body.contains(#""com.docker.network.bridge.enable_icc":"false""#))
            #expect(body.contains(#""com.docker.network.bridge.name":"br-testtest""#))
            #expect(body.contains(#""berth.instance":"testtest""#))
        }
    }

    @Test("What was found good is not asked for again at once, but after the engine's restart it is")
    func remembered() async throws {
        try await withStubRuntime { runtime, engine in
            try await runtime.isolate()
            try await runtime.isolate()
            #expect(engine.calls.count == 1)
            runtime.network.note(EngineEpoch("another"))
            try await runtime.isolate()
            #expect(engine.calls.count == 2)
        }
    }

    @Test(
        "Isolation that is required and cannot be had says what is missing and how to do without",
        arguments: [
            (networkAnswer(apart: "true"), "docker network rm berth-testtest"),
            (networkAnswer(interface: "br-other"), "docker network rm berth-testtest"),
            (networkAnswer(), "not on this host"),
        ])
    func refused(_ answer: String, _ problem: String) async throws {
        try await withStubRuntime(isolation: .required) { runtime, engine in
            engine.on("GET", "/networks/{id}") { _ in .json(answer) }
            let error = await failure { () throws(RuntimeError) in try await runtime.isolate() }
            guard case .isolation(let text) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(text.contains(problem) && text.contains("isolation: off"))
            let plan = try ContainerPlan.sample(image: testImage)
            let created = await failure { () throws(RuntimeError) in _ = try await runtime.create(plan) }
            #expect(created == error)
        }
    }

    @Test(
        "A network that is not on this host is reached through published ports, unless told otherwise",
        arguments: [
            (DockerRuntimeSettings.Reach.auto, "203.0.113.1", true), (.auto, "127.0.0.1", false),
            (.bridge, "203.0.113.1", false), (.published, "127.0.0.1", true),
        ])
    func reach(_ reach: DockerRuntimeSettings.Reach, _ gateway: String, _ isPublished: Bool) async throws {
        try await withStubRuntime(reach: reach) { runtime, engine in
            engine.on("GET", "/networks/{id}") { _ in .json(networkAnswer(gateway: gateway)) }
            engine.on("POST", "/containers/create") { _ in .json(#"{"Id":"abc"}"#) }
            _ = try await runtime.create(try ContainerPlan.sample(image: testImage))
            let body = engine.calls.last?.bodyText ?? ""
            #expect(body.contains("PortBindings") == isPublished)
        }
    }

    @Test("Each policy has a network of its own, the same in every process")
    func policies() throws {
        let settings = DockerRuntimeSettings(instance: testInstance)
        let lists = ["10.0.0.0/8", "10.0.0.0/9"].compactMap { NetworkPolicy($0) }
        let networks = ([.egress, .internal] + lists).map { PolicyNetwork($0, settings) }
        #expect(networks.map(\.name).prefix(2) == ["berth-testtest", "berth-testtest-internal"])
        #expect(Set(networks.map(\.name)).count == 4 && Set(networks.map(\.interface)).count == 4)
        #expect(networks.allSatisfy { $0.interface.utf8.count <= 15 })
        #expect(networks[2].name == PolicyNetwork(.allow([try #require(AddressRange("10.0.0.0/8"))]), settings).name)
    }

    @Test("A list lets its own addresses through before it refuses the rest, and metadata addresses never")
    func listRules() throws {
        let policy = try #require(NetworkPolicy("10.0.0.0/8,192.0.2.7/32"))
        let rules = HostFirewall.rules(of: PolicyNetwork(policy, DockerRuntimeSettings(instance: testInstance)))
        let chain = rules.reversed().filter { $0.chain == "DOCKER-USER" }
        let targets = chain.map { "\($0.matches.suffix(1).joined()) \($0.target.suffix(1).joined())" }
        #expect(
            targets == [
                "168.63.129.16/32 REJECT", "100.100.100.200/32 REJECT", "169.254.0.0/16 REJECT", "192.0.2.7/32 RETURN",
                "10.0.0.0/8 RETURN", "NEW REJECT",
            ])
    }

    @Test("A policy that is not egress is held even where isolation is off")
    func heldWithoutIsolation() async throws {
        try await withStubRuntime(isolation: .off) { runtime, engine in
            engine.on("GET", "/networks/{id}") { _ in .json(networkAnswer()) }
            let plan = try ContainerPlan.sample(image: testImage, setup: ContainerSetup(network: .internal))
            let error = await failure { () throws(RuntimeError) in _ = try await runtime.create(plan) }
            guard case .isolation = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(!engine.calls.contains { $0.path == "/containers/create" })
        }
    }

    @Test("Interface names fit Linux's 15 characters")
    func interfaceName() {
        #expect(DockerRuntimeSettings(instance: testInstance).interface == "br-testtest")
        #expect(DockerRuntimeSettings(instance: InstanceID("averyverylongone")).interface.utf8.count == 15)
    }
}
