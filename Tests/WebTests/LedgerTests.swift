import Accounts
import Foundation
import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("The ledger of use, in the API")
struct LedgerTests {
    private func model<Model: Decodable>(_ type: Model.Type, _ answer: Answer) throws -> Model {
        #expect(answer.status == 200, "\(answer.body)")
        return try HubJSON.decode(type, from: Data(answer.body.utf8))
    }

    @Test("Use is answered in hours, an admin's of all and a user's of their own")
    func usage() async throws {
        let hub = try await TestHub.withUse()
        let all = try model(LedgerModel.self, try await hub.api(.get, "/usage", as: "root"))
        let row = try #require(all.rows.first)
        #expect(all.by == "user" && all.since == nil && row.key == "ada" && row.hours == 2 && row.servers == 1)
        #expect(row.reserved == ReservedHoursModel(cpu: 1, memory: 2 * 1_073_741_824, gpus: 0))
        #expect(
            row.used
                == UsedHoursModel(
                    cpu: 0.5, memory: 1_073_741_824, memoryShare: 0.5, peakMemory: 512 << 20, peakCPU: 0.25))
        #expect(all.total == LedgerRowModel(key: "", servers: 1, hours: 2, reserved: row.reserved, used: row.used))
        let half = try model(LedgerModel.self, try await hub.api(.get, "/usage?by=server&since=1h", as: "ada"))
        #expect(half.rows.map(\.key) == ["ada/"] && half.rows.map(\.hours) == [1] && half.since != nil)
        #expect(try model(LedgerModel.self, try await hub.api(.get, "/usage", as: "bob")).rows.isEmpty)
        #expect(try await hub.api(.get, "/usage?owner=ada", as: "bob").status == 404)
        #expect(try await hub.api(.get, "/usage", as: nil).status == 403)
    }

    @Test("As values separated by commas, when the format or the client says so")
    func csv() async throws {
        let hub = try await TestHub.withUse()
        for answer in [
            try await hub.api(.get, "/usage?format=csv", as: "root"),
            try await hub.api(.get, "/usage", as: "root", accept: "text/csv"),
        ] {
            #expect(answer.headers[.contentType] == "text/csv; charset=utf-8; header=present")
            let lines = answer.body.split(separator: "\r\n")
            #expect(lines.first?.hasPrefix("user,servers,hours,reserved_cpu_hours,") == true)
            #expect(lines.last == "ada,1,2,1,2147483648,0,0.5,1073741824,0.5,536870912,0.25")
        }
        for path in ["/usage/idle", "/usage/defaults"] {
            let answer = try await hub.api(.get, path + "?format=csv", as: "root")
            #expect(answer.status == 200 && answer.body.contains("\r\n"))
        }
    }

    @Test("Idle servers and the fit of defaults are answered")
    func others() async throws {
        let hub = try await TestHub.withUse()
        let idle = try model([IdleModel].self, try await hub.api(.get, "/usage/idle", as: "root"))
        #expect(idle.map(\.server) == ["ada/"] && idle[0].unusedMemory == 1_073_741_824 && idle[0].idle == nil)
        let defaults = try model(DefaultsModel.self, try await hub.api(.get, "/usage/defaults", as: "root"))
        #expect(defaults.sessions == 1 && defaults.share == 1)
        let fit = try #require(defaults.profiles.first)
        #expect(fit.profile == "small" && fit.inside == 1)
        #expect(
            fit.memory
                == FitModel(given: 1_073_741_824, p50: 536_870_912, p90: 536_870_912, p95: 536_870_912, suggested: nil))
        let none = try model(DefaultsModel.self, try await hub.api(.get, "/usage/defaults?since=1s", as: "bob"))
        #expect(none.share == nil && none.profiles.isEmpty)
    }

    @Test(
        "What cannot be used is refused with what would be right",
        arguments: [
            ("/usage?by=node", "one of user, group, profile, server"), ("/usage?since=yesterday", "such as 7d"),
            ("/usage?until=-3d", "such as 7d"), ("/usage/idle?format=xml", "json or csv"),
            ("/usage?since=1d&until=2d", "a moment after since"), ("/usage?since=999999-01-01", "such as 7d"),
        ])
    func wrong(path: String, words: String) async throws {
        let hub = try await TestHub()
        let answer = try await hub.api(.get, path, as: "root")
        #expect(answer.status == 400 && answer.body.contains(words))
    }

    @Test(
        "A day, a moment and a time ago are all understood", arguments: ["2023-11-01", "2023-11-01T00:00:00Z", "30d"])
    func times(since: String) async throws {
        let hub = try await TestHub.withUse()
        let model = try model(LedgerModel.self, try await hub.api(.get, "/usage?since=\(since)", as: "root"))
        #expect(model.rows.map(\.hours) == [2])
    }
}
