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

    @Test("Interface names fit Linux's 15 characters")
    func interfaceName() {
        #expect(DockerRuntimeSettings(instance: testInstance).interface == "br-testtest")
        #expect(DockerRuntimeSettings(instance: InstanceID("averyverylongone")).interface.utf8.count == 15)
    }
}
