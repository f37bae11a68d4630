import Accounts
import Observability
import Servers
import Support
import Testing

@testable import Control

@Suite("What Prometheus is told of the hub", .timeLimit(.minutes(1)))
struct MetricsTests {
    private let start = Timestamp(microseconds: 1_700_000_000_000_000)
    private let prometheus = PrometheusMetrics(help: HubMetrics.help)

    /// What is told, which must be as the format says.
    private func page() -> PrometheusPage {
        let page = PrometheusPage(prometheus.render())
        #expect(page.problems == [])
        #expect(Set(page.types.keys).isSubset(of: page.helps.keys), "each has its help")
        return page
    }

    /// One after another, the phases of a launch that was asked for at the start; the seconds at which each began.
    private func reach(_ phases: [(Phase, Int)], reason: FinishReason? = nil, _ metrics: HubMetrics) throws {
        let server = StoreSamples.launched(try StoreSamples.key("ada"), id: "aaaa")
        var before: ServerStatus?
        for (phase, second) in phases {
            var status =
                before.map { $0.advanced(to: phase, at: start + .seconds(second)) }
                ?? ServerStatus(accepted: server, node: .local, at: start + .seconds(second))
            status.reason = phase == .finished ? reason : nil
            if let reached = StoreNews.Reached(status, before: before, launchedAt: start) {
                metrics.note(.reached(reached))
            }
            // The same phase again, as when its health is noted, counts nothing.
            #expect(StoreNews.Reached(status, before: status, launchedAt: start) == nil)
            before = status
        }
    }

    @Test("Launches are counted by result and measured by phase; ends are counted by reason")
    func lifecycle() throws {
        let metrics = HubMetrics(prometheus)
        try reach(
            [
                (.accepted, 0), (.launched, 3), (.startInitiated, 4), (.started, 6), (.killInitiated, 90),
                (.finished, 91),
            ],
            reason: .reapedIdle, metrics)
        try reach([(.accepted, 0), (.launched, 1), (.finished, 2)], reason: .pullFailed, metrics)
        try reach([(.accepted, 0), (.finished, 1)], reason: .crashed(exitCode: 7), metrics)
        let page = page()
        #expect(page[#"berth_launches_total{result="started"}"#] == 1)
        #expect(page[#"berth_launches_total{result="pullFailed"}"#] == 1)
        #expect(page[#"berth_launches_total{result="crashed"}"#] == 1)
        #expect(page[#"berth_launches_total{result="reapedIdle"}"#] == 0, "it had started")
        #expect(page[#"berth_servers_finished_total{reason="reapedIdle"}"#] == 1)
        #expect(page[#"berth_servers_finished_total{reason="reapedAge"}"#] == 0, "there from the start")
        #expect(page["berth_launch_seconds_sum"] == 6 && page["berth_launch_seconds_count"] == 1)
        #expect(page[#"berth_launch_phase_seconds_sum{phase="accepted"}"#] == 4)
        #expect(page[#"berth_launch_phase_seconds_sum{phase="launched"}"#] == 1)
        #expect(page[#"berth_launch_phase_seconds_count{phase="startInitiated"}"#] == 1)
        #expect(page[#"berth_launch_phase_seconds_count{phase="started"}"#] == nil)
    }

    @Test("Resizes are counted by outcome, and a code that nobody foresaw makes no new series")
    func resizes() {
        let metrics = HubMetrics(prometheus)
        metrics.note(.resized(.applied(start)))
        metrics.note(.resized(.refused(start, code: Resize.belowUse, message: "")))
        for code in ["a", "b"] { metrics.note(.resized(.refused(start, code: code, message: ""))) }
        metrics.note(.resized(.pending(nil)))
        metrics.note(.outOfMemory)
        let page = page()
        #expect(page[#"berth_resizes_total{outcome="applied"}"#] == 1)
        #expect(page[#"berth_resizes_total{outcome="below_use"}"#] == 1)
        #expect(page[#"berth_resizes_total{outcome="other"}"#] == 2)
        #expect(page["berth_out_of_memory_total"] == 1)
    }

    @Test("Engine calls are measured by kind and result")
    func engine() async throws {
        let runtime = FakeRuntime()
        let measured = MeasuredRuntime(runtime, metrics: HubMetrics(prometheus))
        _ = try await measured.host()
        runtime.failNext(.host, .unreachable("gone"))
        await #expect(throws: RuntimeError.unreachable("gone")) { _ = try await measured.host() }
        let page = page()
        #expect(page[#"berth_engine_call_seconds_count{call="host",result="ok"}"#] == 1)
        #expect(page[#"berth_engine_call_seconds_count{call="host",result="unreachable"}"#] == 1)
    }

    @Test(
        "A gateway's counters go on where they were when it is told twice or late, and when another gateway begins at nothing"
    )
    func gateway() {
        let metrics = HubMetrics(prometheus)
        func told(_ requests: Int64, _ sent: Int64, since second: Int = 0) -> GatewayTraffic {
            GatewayTraffic(
                since: start + .seconds(second), requests: ["2xx": requests, "9xx": 5], receivedBytes: 1,
                sentBytes: sent, connections: 3, webSockets: 2)
        }
        for traffic in [told(10, 100), told(10, 100), told(12, 150), told(11, 149), told(1, 7, since: 60)] {
            metrics.note(traffic)
        }
        let page = page()
        #expect(page[#"berth_gateway_requests_total{code="2xx"}"#] == 13)
        #expect(page[#"berth_gateway_requests_total{code="9xx"}"#] == nil)
        #expect(page["berth_gateway_sent_bytes_total"] == 157)
        #expect(page["berth_gateway_websockets"] == 2 && page["berth_gateway_connections"] == 3)
    }

    @Test("Servers are told by phase, and the queue with its oldest, as they are when it is asked")
    func now() async throws {
        let world = try World()
        let metrics = HubMetrics(prometheus)
        let ada = try await world.person("ada", isAdmin: true)
        let key = ServerKey(owner: ada.user.name)
        try await world.running {
            _ = try await world.useCases.launchServer(key, options: LaunchOptions(), by: ada)
            _ = try await world.until(key, by: ada) { $0.activity == .ready }
        }
        let bob = try await world.person("bob")
        _ = try await world.useCases.launchServer(
            ServerKey(owner: bob.user.name), options: LaunchOptions(), by: bob)
        world.time.advance(by: .seconds(42))
        metrics.setGateway(isUp: true)
        metrics.setStore(database: 4096, log: 0)
        await metrics.measure(world.control)
        let page = page()
        #expect(page[#"berth_servers{phase="started"}"#] == 1 && page[#"berth_servers{phase="accepted"}"#] == 1)
        #expect(page[#"berth_servers{phase="finished"}"#] == 0)
        #expect(page["berth_queue_length"] == 1 && page["berth_queue_oldest_seconds"] == 42)
        #expect(page["berth_engine_up"] == 1 && page["berth_draining"] == 0 && page["berth_gateway_up"] == 1)
        #expect(page[#"berth_store_bytes{file="database"}"#] == 4096)
        _ = try await world.useCases.manageDrain.begin(deadline: nil, by: ada)
        world.control.engine.failed(.unreachable(""))
        await metrics.measure(world.control)
        #expect(self.page()["berth_draining"] == 1 && self.page()["berth_engine_up"] == 0)
    }

    @Test("The names are as Prometheus' conventions want them")
    func names() {
        for name in MetricName.allCases.map(\.rawValue) {
            #expect(name.hasPrefix("berth_") && name.wholeMatch(of: /[a-z_]+/) != nil)
            #expect(!name.hasSuffix("_count") && !name.hasSuffix("_sum") && !name.hasSuffix("_bucket"))
        }
        #expect(HubMetrics.help.count == MetricName.allCases.count)
    }
}
