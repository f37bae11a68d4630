import Foundation
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("Live and ready")
struct HealthTests {
    private func checks(_ hub: TestHub) async throws -> [HealthCheckModel] {
        let answer = try await hub.ask(.get, "/hub/health/ready", ["Authorization": hub.token("root")])
        let model = try HubJSON.decode(ReadinessModel.self, from: Data(answer.body.utf8))
        #expect(answer.status == (model.ok ? 200 : 503))
        #expect(model.ok == !(model.checks ?? []).contains { $0.verdict == "fail" })
        return try #require(model.checks)
    }

    @Test("All is well: everybody hears that, and admins of each part")
    func well() async throws {
        let hub = try await TestHub()
        for path in ["/hub/health/live", "/hub/health/ready"] {
            let answer = try await hub.ask(.get, path)
            #expect(answer.status == 200)
            #expect(try answer.json()["ok"] == true && answer.json()["checks"] == .null)
        }
        #expect(try await checks(hub).map(\.part) == HealthFinding.Part.allCases.map(\.rawValue))
        #expect(try await checks(hub).allSatisfy { $0.verdict == "ok" })
        #expect(try await hub.ask(.get, "/hub/health").json()["ready"] == true)
    }

    @Test("An engine that is away is no secret, and why it is away is told to admins alone")
    func engine() async throws {
        let hub = try await TestHub()
        hub.control.engine.failed(.unreachable("no socket at /secret/place"))
        for path in ["/hub/health", "/hub/api/health", "/hub/health/ready"] {
            for headers in [[:], ["Authorization": try await hub.token("ada")]] {
                let answer = try await hub.ask(.get, path, headers)
                #expect(answer.status == (path.hasSuffix("ready") ? 503 : 200))
                #expect(!answer.body.contains("secret"))
            }
        }
        #expect(try await hub.ask(.get, "/hub/health/live").status == 200)
        let health = try await hub.ask(.get, "/hub/health", ["Authorization": hub.token("root")]).json()
        #expect(health["ready"] == false && health["engine"]?["state"] == "away")
        let first = try #require(try await checks(hub).first)
        #expect(first.part == "engine" && first.problem?.contains("/secret/place") == true && first.remedy != nil)
    }

    @Test("Each part that is not well is named with what to do")
    func parts() async throws {
        let hub = try await TestHub()
        func bad() async throws -> [String] {
            try await checks(hub).filter { $0.verdict != "ok" && $0.remedy != nil }.map { "\($0.part) \($0.verdict)" }
        }
        hub.control.gateway.note(isAttached: false)
        #expect(try await bad() == ["gateway fail"])
        hub.control.gateway.note(isAttached: true)
        hub.runtime.failNext(.isolate, .isolation("no iptables"))
        try? await hub.control.isolate()
        #expect(try await bad() == ["isolation fail"])
        try await hub.control.isolate()
        hub.control.disk.found([DiskSpace(path: "/", free: .mebibytes(1), total: .gibibytes(100))])
        #expect(try await bad() == ["disk fail"])
        hub.control.disk.found([])
        let day = hub.time.now() + .seconds(86_400)
        hub.control.gateway.shows(.init(expiresAt: day, problem: "the key is of another"))
        #expect(try await bad() == ["certificate warn"])
        hub.control.gateway.shows(.init(expiresAt: hub.time.now(), problem: nil))
        #expect(try await bad() == ["certificate fail"])
        hub.control.gateway.shows(.init(expiresAt: day, problem: nil))
        _ = try await hub.api(.put, "/drain", as: "root")
        #expect(try await bad() == [], "a drain is wanted")
        #expect(try await hub.ask(.get, "/hub/health").json()["draining"] == true)
        hub.time.advance(by: .seconds(-3600))
        #expect(try await bad() == ["clock warn"])
    }

    @Test("The page says of each part what the API says, with what to do, and whether all is well")
    func page() async throws {
        let hub = try await TestHub()
        #expect(try await hub.page("/hub/admin/health", as: "root").body.contains("All is well."))
        hub.control.gateway.note(isAttached: false)
        hub.control.gateway.shows(
            .init(expiresAt: hub.time.now() + .seconds(60), problem: "the key is of another"))
        let page = try await hub.page("/hub/admin/health", as: "root").body
        #expect(!page.contains("All is well.") && page.contains("Servers cannot be launched or reached."))
        for check in try await checks(hub) {
            let words = [check.problem.map { $0.dropFirst() }, check.remedy.map { $0[...] }].compactMap(\.self)
            for part in words { #expect(page.contains(part.replacing("'", with: "&#39;")), "\(check.part)") }
        }
        #expect(page.matches(of: /<h2>/).count == HealthFinding.Part.allCases.count)
    }
}
