import HTTPTypes
import HubAPI
import Servers
import Support
import Testing

@testable import Control
@testable import Web

@Suite("Quotas over the API")
struct QuotaTests {
    @Test("A policy's quotas are answered as they were set, count at the next launch, and are explained")
    func quota() async throws {
        let hub = try await TestHub()
        _ = try await hub.api(.post, "/groups/lab", as: "root", body: #"{"users":["ada","bob"]}"#)
        let policy = #"{"member_quota":{"servers":2},"quota":{"memory":"2G","cpu":8},"auto_approve":{"memory":"6G"}}"#
        let set = try await hub.api(.put, "/groups/lab/policy", as: "root", body: policy)
        #expect(try set.json()["policy"]?["member_quota"]?["servers"] == 2)
        #expect(try set.json()["policy"]?["quota"]?["memory"] == .integer(2 << 30))
        #expect(try set.json()["policy"]?["auto_approve"]?["cpu"] == .null)
        #expect(try await hub.api(.post, "/users/ada/server").status == 202)
        let refused = try await hub.api(.post, "/users/bob/server", as: "bob", body: #"{"memory":"1536M"}"#)
        #expect(refused.status == 429)
        #expect(try refused.code() == "quota_exceeded")
        let shown = try await hub.api(.get, "/users/ada/quota").json()
        guard case .array(let limits)? = shown["limits"], case .array(let servers)? = shown["servers"] else {
            return #expect(Bool(false), "\(shown)")
        }
        #expect(limits.map { $0["measure"] } == ["servers", "cpu", "memory"])
        #expect(limits.map { $0["source"] } == ["member_quota", "quota", "quota"])
        #expect(limits.map { $0["used"] } == [1, 2, .integer(1 << 30)])
        #expect(servers.map { $0["full_name"] } == ["ada/"])
        #expect(try await hub.api(.get, "/users/ada/quota", as: "bob").status == 404)
        #expect(try await hub.api(.get, "/users/eve/quota", as: "root").status == 404)
    }
}
